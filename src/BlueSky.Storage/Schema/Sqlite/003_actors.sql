-- State of grains of the embedded mode. etag grows with each write.
CREATE TABLE grain_state (
    grain_type TEXT NOT NULL,
    state_name TEXT NOT NULL,
    key TEXT NOT NULL,
    etag INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (grain_type, state_name, key)
) WITHOUT ROWID;

-- Reminders of the embedded mode. hash is the uniform hash of the grain id, by which Orleans reads ranges.
CREATE TABLE reminder (
    grain_id TEXT NOT NULL,
    name TEXT NOT NULL,
    hash INTEGER NOT NULL,
    start_at TEXT NOT NULL,
    period_ms INTEGER NOT NULL,
    etag INTEGER NOT NULL,
    PRIMARY KEY (grain_id, name)
) WITHOUT ROWID;
CREATE INDEX reminder_hash ON reminder (hash);
