-- Up Migration

-- Who finds a stream in lists: what the fold says of its state, so that a list parses no state that it does not show. Streams are
-- folded anew where a fold has begun to say it (its version is raised). No index: a list goes by name, and this is a glance.
ALTER TABLE stream ADD COLUMN readers text[];

-- Down Migration

ALTER TABLE stream DROP COLUMN readers;
