-- Up Migration

-- States are kept by the folds that made them: while an older version and a newer one run side by side, each has a table of
-- streams of its own, in the schema of its generation, and folds into it what the other recorded (docs/decisions/0023).
CREATE TABLE generation (
  schema text PRIMARY KEY CHECK (schema IN ('public', 'next')),
  folds text NOT NULL,                         -- which folds, with their versions
  tick bigint NOT NULL,                        -- up to which everything has been folded, at least
  seen timestamptz NOT NULL                    -- when an instance of it was last alive
);

-- What was folded since a tick. Ticks come in order, so that an index of ranges does: it costs the writer nothing.
CREATE INDEX inbox_tick ON inbox USING brin (tick) WITH (pages_per_range = 16);

-- Down Migration

DROP INDEX inbox_tick;
DROP TABLE generation;
DROP SCHEMA IF EXISTS next CASCADE;
