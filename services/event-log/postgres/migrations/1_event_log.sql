-- Up Migration

-- How many records stand in the order: the position of the next one.
CREATE TABLE log_head (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  next_position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_head VALUES (1, 0);

-- How far each source has been admitted, and the hash that its next record must name.
CREATE TABLE source (
  id smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  source text NOT NULL UNIQUE,
  sequence bigint NOT NULL,
  hash bytea NOT NULL
) WITH (fillfactor = 50);

-- What records are about: a programme, or one task with everything under it. Known by the position of its first record.
CREATE TABLE workflow (
  first_position bigint NOT NULL,
  name text COLLATE "C" PRIMARY KEY
);

-- The archive: every record of every source, in one order. What a record is about stands in its bytes.
CREATE TABLE entry (
  position bigint PRIMARY KEY,
  sequence bigint NOT NULL,
  workflow bigint NOT NULL,
  id uuid NOT NULL UNIQUE,
  source_id smallint NOT NULL,
  bytes bytea NOT NULL,
  UNIQUE (source_id, sequence)
);
CREATE INDEX entry_workflow ON entry (workflow, position);

-- Which body was party to which resource, from which position to which.
CREATE TABLE party (
  admitted bigint NOT NULL,
  released bigint,
  resource text COLLATE "C" NOT NULL,
  organisation text NOT NULL,
  PRIMARY KEY (resource, organisation, admitted)
);

-- Down Migration

DROP TABLE party, entry, workflow, source, log_head;
