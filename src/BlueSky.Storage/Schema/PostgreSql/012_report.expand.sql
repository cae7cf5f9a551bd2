-- Reports of patrols and citizens, for lists. document is the row; the columns beside it are for filters and order. origin as FoundBy.
CREATE TABLE report (
    id text COLLATE "C" PRIMARY KEY,
    unit text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    department text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    origin integer NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    seen_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    document json NOT NULL
);
CREATE INDEX report_seen ON report (seen_at);
CREATE INDEX report_town ON report (town, seen_at);
CREATE INDEX report_source ON report (source_id, seen_at);
