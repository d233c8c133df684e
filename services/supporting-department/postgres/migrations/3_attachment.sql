-- Up Migration

-- Files that belong to a task; a row is written once the object store has the file.
CREATE TABLE attachment (
  parent      text        NOT NULL,
  sha256      bytea       NOT NULL CHECK (length(sha256) = 32),
  size_bytes  bigint      NOT NULL,
  media_type  text        NOT NULL,
  title       text        NOT NULL,
  uploader    text        NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (parent, sha256)
);

-- Whether an object is still anybody's.
CREATE INDEX attachment_sha256 ON attachment (sha256);

-- Down Migration

DROP TABLE attachment;
