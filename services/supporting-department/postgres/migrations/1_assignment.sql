-- Up Migration

-- A body's own assignments in all tasks.
CREATE INDEX stream_assignment_organisation ON stream ((state ->> 'organisation'), name) WHERE aggregate = 'assignment';

-- Down Migration

DROP INDEX stream_assignment_organisation;
