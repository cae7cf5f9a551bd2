-- Credit (信用): one row a source and period, as it was counted last or frozen. refresh_at: when it is to be counted again because time alone
-- changes it; null for a period that is over.
CREATE TABLE credit (
    period TEXT NOT NULL,
    source_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    department TEXT NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    grade TEXT NOT NULL,
    deductions INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    differs INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    refresh_at TEXT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (period, source_id)
) WITHOUT ROWID;
CREATE INDEX credit_town ON credit (period, town);
CREATE INDEX credit_score ON credit (period, score);
CREATE INDEX credit_refresh ON credit (refresh_at) WHERE refresh_at IS NOT NULL;

-- Sources whose problems changed since they were counted. mark moves with each change, so that one which comes during a count is not lost.
CREATE TABLE credit_due (
    source_id TEXT PRIMARY KEY,
    mark INTEGER NOT NULL
) WITHOUT ROWID;

-- Muck trucks (渣土车) as registered, with their points of the year.
CREATE TABLE muck_truck (
    plate TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    fleet TEXT NOT NULL,
    town TEXT NOT NULL,
    is_closed INTEGER NOT NULL,
    is_retired INTEGER NOT NULL,
    points REAL NOT NULL,
    grade TEXT NOT NULL,
    out_until TEXT NULL,
    refresh_at TEXT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX muck_truck_fleet ON muck_truck (fleet);
CREATE INDEX muck_truck_refresh ON muck_truck (refresh_at) WHERE refresh_at IS NOT NULL;
