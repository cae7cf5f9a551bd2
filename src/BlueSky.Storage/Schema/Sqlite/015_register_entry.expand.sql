-- Every version of every register entry, for good: what the register said at any moment. number counts the versions of one source from 1;
-- 0 is what stood when this table was made, at that moment. document is the entry; the columns beside it are for filters.
CREATE TABLE register_entry (
    source_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    town TEXT NOT NULL,
    actor TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (source_id, number)
) WITHOUT ROWID;
INSERT INTO register_entry
    SELECT id, 0, strftime('%Y-%m-%dT%H:%M:%S', 'now') || '.0000000Z', kind, town, 'system', json_extract(document, '$.Registration') FROM source;
CREATE INDEX register_entry_at ON register_entry (at);
CREATE INDEX register_entry_kind ON register_entry (kind, source_id);
CREATE TRIGGER register_entry_no_update BEFORE UPDATE ON register_entry BEGIN SELECT RAISE(ABORT, 'versions of entries are never changed'); END;
CREATE TRIGGER register_entry_no_delete BEFORE DELETE ON register_entry BEGIN SELECT RAISE(ABORT, 'versions of entries are never deleted'); END;
