-- What lists and reports read. document is the truth; the columns beside it are for filters and order.
CREATE TABLE source (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    kind TEXT NOT NULL,
    status INTEGER NOT NULL,
    open_count INTEGER NOT NULL,
    worst_ratio REAL NOT NULL,
    last_data_at TEXT NULL,
    silence_due TEXT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX source_town ON source (town, kind);
CREATE INDEX source_silence ON source (silence_due) WHERE silence_due IS NOT NULL;

CREATE TABLE violation (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    town TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    severity INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    start_at TEXT NOT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX violation_start ON violation (start_at);
CREATE INDEX violation_town ON violation (town, start_at);
CREATE INDEX violation_source ON violation (source_id, start_at);

CREATE TABLE device (
    mn TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    source_id TEXT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX device_source ON device (source_id);

-- hour_ending labels the hour by its end.
CREATE TABLE hourly_value (
    source_id TEXT NOT NULL,
    factor TEXT NOT NULL,
    hour_ending TEXT NOT NULL,
    mean TEXT NULL,
    minimum TEXT NULL,
    maximum TEXT NULL,
    count INTEGER NOT NULL,
    covered_minutes INTEGER NOT NULL,
    is_valid INTEGER NOT NULL,
    from_device INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (source_id, hour_ending, factor)
) WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    remote_address TEXT NOT NULL,
    count INTEGER NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_subject ON audit (subject, at);

-- What was decided stays as it was written.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
