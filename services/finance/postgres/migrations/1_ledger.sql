-- Up Migration

-- The ledger: what records book (shared/domain/ledger.ts), written with them. It is never changed.
CREATE TABLE entry (
  sequence bigint NOT NULL,                    -- of the own record that it was booked from
  fen bigint NOT NULL CHECK (fen > 0),
  number smallint NOT NULL,                    -- among the entries of its record, from 1
  year smallint NOT NULL,                      -- the budget year
  kind text NOT NULL CHECK (kind IN ('POSTED', 'PENDING', 'POST', 'VOID')),
  reservation text COLLATE "C" CHECK ((reservation IS NULL) = (kind = 'POSTED')),
  pool text COLLATE "C" NOT NULL,               -- whose ledger it stands in
  book_time timestamptz NOT NULL,
  debit text COLLATE "C" NOT NULL,
  credit text COLLATE "C" NOT NULL,
  PRIMARY KEY (sequence, number)
);
CREATE INDEX entry_pool ON entry (pool, sequence, number);
-- What is set aside is set aside once, and resolved once.
CREATE UNIQUE INDEX entry_pending ON entry (reservation) WHERE kind = 'PENDING';
CREATE UNIQUE INDEX entry_resolved ON entry (reservation) WHERE kind IN ('POST', 'VOID');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is never changed';
END
$$;
CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry EXECUTE FUNCTION refuse_change();

-- Down Migration

DROP TABLE entry;
DROP FUNCTION refuse_change;
