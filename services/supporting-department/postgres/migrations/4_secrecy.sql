-- Up Migration

-- How secret a file is, and whether it is published, as messages say it (record.proto).
ALTER TABLE attachment
  ADD COLUMN secrecy     text NOT NULL DEFAULT 'SECRECY_LEVEL_UNSPECIFIED',
  ADD COLUMN publication text NOT NULL DEFAULT 'PUBLICATION_ATTRIBUTE_UNSPECIFIED';

-- Down Migration

ALTER TABLE attachment DROP COLUMN secrecy, DROP COLUMN publication;
