-- Up Migration

-- The body is the sixth part of the name, whatever the others are called: a programme may be named `assignments`.
DROP INDEX stream_assignment_organisation;
CREATE INDEX stream_assignment_organisation ON stream (split_part(name, '/', 6), name) WHERE aggregate = 'assignment';

-- Down Migration

DROP INDEX stream_assignment_organisation;
CREATE INDEX stream_assignment_organisation ON stream (split_part(name, '/assignments/', 2), name)
  WHERE aggregate = 'assignment';
