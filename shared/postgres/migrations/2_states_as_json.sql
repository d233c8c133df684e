-- Up Migration

-- A state is written by every batch that touches it, and read by its key: it is kept as it was written. What lists filter
-- by is taken out of it when they are asked for. An older version's lists do not read json: stop the older before the newer
-- serves (docs/decisions/0017).
ALTER TABLE stream ALTER COLUMN state TYPE json USING state::text::json;

-- The key allows one row for each id, and the code writes id 1: PostgreSQL would prepare the check anew for every commit.
ALTER TABLE head DROP CONSTRAINT head_id_check;

-- Down Migration

ALTER TABLE head ADD CONSTRAINT head_id_check CHECK (id = 1);
ALTER TABLE stream ALTER COLUMN state TYPE jsonb USING state::text::jsonb;
