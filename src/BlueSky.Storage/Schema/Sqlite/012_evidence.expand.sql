-- Photos as units uploaded them. id is the SHA-256 of content, bytes its length. Never changed.
CREATE TABLE evidence (
    id TEXT NOT NULL,
    unit TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    actor TEXT NOT NULL,
    uploaded_at TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (id, unit)
);
CREATE INDEX evidence_unit ON evidence (unit, uploaded_at, bytes);
