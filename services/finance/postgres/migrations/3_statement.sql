-- Up Migration

-- What the bank's statements say (camt.053), for the reconciliation alone: nothing is decided by them. What is told again
-- is known by its digest, whatever else stands in its file; a correction is another row.
CREATE TABLE statement (
  digest bytea PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  first_day date NOT NULL,
  last_day date NOT NULL CHECK (last_day >= first_day),
  opening_fen bigint NOT NULL,                  -- less than 0 where the account is overdrawn
  closing_fen bigint NOT NULL,
  create_time timestamptz NOT NULL              -- when the bank has made it
);

CREATE TABLE statement_entry (
  statement bytea NOT NULL REFERENCES statement,
  number integer NOT NULL,                      -- among its entries, from 1
  direction text NOT NULL CHECK (direction IN ('DEBIT', 'CREDIT')),
  fen bigint NOT NULL CHECK (fen > 0),
  day date NOT NULL,
  bank_reference text COLLATE "C" NOT NULL,
  end_to_end_id text COLLATE "C",               -- where it names an order
  text text NOT NULL,
  PRIMARY KEY (statement, number)
);

-- Down Migration

DROP TABLE statement_entry, statement;
