-- One row for each month (UTC, by its first moment) whose readings are reduced to hourly values. From begun_at on late data of it
-- are refused; at dropped_at its chunks went, all but those (kept) that are evidence of a violation.
CREATE TABLE retention (
    month TEXT PRIMARY KEY,
    begun_at TEXT NOT NULL,
    dropped_at TEXT NULL,
    chunks INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
