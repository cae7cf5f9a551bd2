-- Audit entries are chained by their hashes. Entries from before have none; the genesis (seq 0, written before the
-- first entry of this schema) holds their number and digest. chain_hash is a function of the writing connection.
ALTER TABLE audit ADD COLUMN seq INTEGER NULL;
ALTER TABLE audit ADD COLUMN previous_hash BLOB NULL;
ALTER TABLE audit ADD COLUMN hash BLOB NULL;
CREATE UNIQUE INDEX audit_seq ON audit (seq);
-- The newest entry.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
);
CREATE TRIGGER audit_head_moves AFTER INSERT ON audit WHEN NEW.seq > 0
BEGIN UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash; END;

-- Once the chain has begun nothing is written beside it.
CREATE TRIGGER audit_is_chained BEFORE INSERT ON audit WHEN (NEW.seq IS NULL OR NEW.previous_hash IS NULL OR NEW.hash IS NULL) AND EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'audit entries are chained'); END;
