-- One row for each life of a silo that writes to the journal. From fenced_at on it can append nothing and open no stream: see
-- "Why a dead silo can acknowledge nothing" in the README of BlueSky.Storage. writer: key of the advisory lock that its session
-- holds. claims: moves when another silo has claimed sources; who appends must have seen the newest.
CREATE TABLE epoch (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cluster text COLLATE "C" NULL,
    address text COLLATE "C" NULL,
    port integer NULL,
    generation integer NULL,
    writer integer NOT NULL,
    claims bigint NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT now(),
    fenced_at timestamptz NULL,
    UNIQUE (cluster, address, port, generation)
);
CREATE INDEX epoch_unfenced ON epoch (id) WHERE fenced_at IS NULL;

-- Which silo alone may append for a source: the one on which it was activated last. version grows with each commit of claims.
CREATE TABLE claim (
    source_id text COLLATE "C" PRIMARY KEY,
    epoch bigint NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX claim_version ON claim (version);
CREATE SEQUENCE claim_number;

ALTER TABLE stream ADD COLUMN epoch bigint NULL REFERENCES epoch (id);
