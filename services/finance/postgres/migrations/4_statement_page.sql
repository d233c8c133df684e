-- Up Migration

-- Pages of statements that come in several (camt.053), as they came: a statement once all of them are there. What is told
-- again is known by its digest.
CREATE TABLE statement_page (
  digest bytea PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  create_time timestamptz NOT NULL,             -- when the bank has made the statement
  number integer NOT NULL CHECK (number > 0),
  page json NOT NULL                            -- all of it, amounts as texts
);

CREATE INDEX ON statement_page (account, id, create_time);

-- Down Migration

DROP TABLE statement_page;
