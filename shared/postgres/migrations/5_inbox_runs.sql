-- Up Migration

-- Records that were folded one right after the other are one row: from `sequence` on, so many. An older version beside this
-- one writes rows of one; before the column was there, none could run beside another anyway.
ALTER TABLE inbox ADD COLUMN length smallint NOT NULL DEFAULT 1;

-- Down Migration

INSERT INTO inbox (sequence, tick, ordinal, source_id)
SELECT sequence + step, tick, ordinal + step, source_id FROM inbox, generate_series(1, length - 1) AS step;
ALTER TABLE inbox DROP COLUMN length;
