-- Up Migration

-- Which transfer an order that left for the bank is about: the bank's answers name the order.
CREATE TABLE bank_order (
  end_to_end_id text COLLATE "C" PRIMARY KEY,
  message_id text COLLATE "C" NOT NULL UNIQUE,
  transfer text COLLATE "C" NOT NULL
);

-- Up to which own record orders have left.
CREATE TABLE courier (sequence bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO courier VALUES (0);

-- What the bank said that is not taken in: it is tried again, and a person looks at what stays.
CREATE TABLE bank_finding (
  key text COLLATE "C" PRIMARY KEY,
  report jsonb NOT NULL,
  reason text NOT NULL,
  find_time timestamptz NOT NULL
);

-- Down Migration

DROP TABLE bank_finding, courier, bank_order;
