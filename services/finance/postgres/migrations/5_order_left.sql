-- Up Migration

-- The record of an order; when it had left; and what stands in its way, where it was tried: it is tried again. What was noted
-- before counts as left.
ALTER TABLE bank_order ADD COLUMN sequence bigint, ADD COLUMN leave_time timestamptz, ADD COLUMN problem text;
UPDATE bank_order SET leave_time = now();

-- Down Migration

ALTER TABLE bank_order DROP COLUMN problem, DROP COLUMN leave_time, DROP COLUMN sequence;
