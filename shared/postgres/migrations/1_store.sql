-- Up Migration

-- The head: one row that every commit updates, so that commits of all instances stand in one line.
CREATE TABLE head (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  tick bigint NOT NULL,                        -- raised by every commit: command, fold, redrive
  sequence bigint NOT NULL,                    -- of the last own record
  hash bytea NOT NULL,                         -- of the last own record's bytes
  time timestamptz NOT NULL,                   -- of the last own record
  seen jsonb NOT NULL                          -- what own records have said they had seen, by source
) WITH (fillfactor = 10);
INSERT INTO head VALUES (1, 0, 0, decode(repeat('00', 32), 'hex'), 'epoch', '{}');

-- Own records; what the log engines read.
CREATE TABLE record (
  sequence bigint PRIMARY KEY,
  tick bigint NOT NULL,
  ordinal integer NOT NULL,                    -- among everything that was folded in the tick
  bytes bytea NOT NULL
);

-- The folded state of every stream.
CREATE TABLE stream (
  version bigint NOT NULL,
  tick bigint NOT NULL,
  fold_version integer NOT NULL,
  aggregate text NOT NULL,
  name text COLLATE "C" PRIMARY KEY,
  state jsonb NOT NULL
) WITH (fillfactor = 90);

-- What was answered to which command.
CREATE TABLE receipt (
  sequence bigint NOT NULL,
  request_id uuid NOT NULL,
  caller text NOT NULL,
  request_hash bytea NOT NULL,                 -- 16 bytes of SHA-256
  PRIMARY KEY (request_id, caller)
);

-- Free text that people wrote; records hold its reference only.
CREATE TABLE content (
  sha256 bytea PRIMARY KEY,
  salt bytea NOT NULL,
  bytes bytea NOT NULL,
  media_type text NOT NULL,
  stream text NOT NULL
);

-- How far each source has been taken in (folded or parked).
CREATE TABLE source_position (
  id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  source text NOT NULL UNIQUE,
  sequence bigint NOT NULL
) WITH (fillfactor = 50);

-- Which foreign records were folded, and when among everything else: with the own records enough to rebuild.
CREATE TABLE inbox (
  sequence bigint NOT NULL,
  tick bigint NOT NULL,
  ordinal integer NOT NULL,
  source_id smallint NOT NULL,                 -- of source_position; unchecked, a check would read it for every row
  PRIMARY KEY (source_id, sequence)
);

-- Records that could not be folded, or whose reaction was rejected, and those that wait behind them.
CREATE TABLE parked (
  tick bigint NOT NULL,
  ordinal integer NOT NULL,
  sequence bigint NOT NULL,
  source text NOT NULL,
  key text NOT NULL,
  part text NOT NULL CHECK (part IN ('record', 'reaction')),
  reason text NOT NULL,
  bytes bytea NOT NULL,
  park_time timestamptz NOT NULL,
  PRIMARY KEY (source, sequence)
);
CREATE INDEX parked_key ON parked (key, tick, ordinal);

-- The log port's role may read records, and nothing else. Where operations have not made it, nobody tails this database.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'qiantou_log_reader') THEN
    GRANT SELECT ON record TO qiantou_log_reader;
  END IF;
END
$$;

-- Down Migration

DROP TABLE parked, inbox, source_position, content, receipt, stream, record, head;
