-- Up Migration

-- Who brought a file that was there already: whoever has shown all its bytes may name it.
CREATE TABLE attachment_uploader (
  parent   text  NOT NULL,
  sha256   bytea NOT NULL,
  uploader text  NOT NULL,
  PRIMARY KEY (parent, sha256, uploader)
);

-- Down Migration

DROP TABLE attachment_uploader;
