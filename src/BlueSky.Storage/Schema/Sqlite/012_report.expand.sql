-- Reports of patrols and citizens, for lists. document is the row; the columns beside it are for filters and order. origin as FoundBy.
CREATE TABLE report (
    id TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    town TEXT NOT NULL,
    department TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX report_seen ON report (seen_at);
CREATE INDEX report_town ON report (town, seen_at);
CREATE INDEX report_source ON report (source_id, seen_at);
