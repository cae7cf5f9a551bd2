-- Photos as units uploaded them. id is the SHA-256 of content, bytes its length. Never changed.
CREATE TABLE evidence (
    id text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    media_type text NOT NULL,
    bytes integer NOT NULL,
    actor text NOT NULL,
    uploaded_at timestamptz NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (id, unit)
);
-- Photos are packed already.
ALTER TABLE evidence ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX evidence_unit ON evidence (unit, uploaded_at) INCLUDE (bytes);
