-- Up Migration

-- When time alone changes something of a stream next: the timers of a service. Streams are folded anew where a fold has begun
-- to be due (its version is raised).
ALTER TABLE stream ADD COLUMN due timestamptz;
CREATE INDEX stream_due ON stream (due) WHERE due IS NOT NULL;

-- Down Migration

ALTER TABLE stream DROP COLUMN due;
