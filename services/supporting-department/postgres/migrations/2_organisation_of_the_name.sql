-- Up Migration

-- The name of an assignment says whose it is, and never changes: its row can be updated without touching an index.
DROP INDEX stream_assignment_organisation;
CREATE INDEX stream_assignment_organisation ON stream (split_part(name, '/assignments/', 2), name)
  WHERE aggregate = 'assignment';

-- Down Migration

DROP INDEX stream_assignment_organisation;
CREATE INDEX stream_assignment_organisation ON stream ((state ->> 'organisation'), name) WHERE aggregate = 'assignment';
