-- Audit entries are chained by their hashes. Entries from before have none; the genesis (seq 0, written before the
-- first entry of this schema) holds their number and digest.
ALTER TABLE audit ADD COLUMN seq bigint NULL, ADD COLUMN previous_hash bytea NULL, ADD COLUMN hash bytea NULL;
CREATE UNIQUE INDEX audit_seq ON audit (seq);

-- The newest entry. Whoever appends locks it until the commit, so all nodes make one chain.
CREATE TABLE audit_head (
    id integer PRIMARY KEY CHECK (id = 1),
    seq bigint NOT NULL,
    hash bytea NOT NULL
) WITH (fillfactor = 10);

CREATE FUNCTION audit_moves_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash;
    RETURN NULL;
END
$$;
CREATE TRIGGER audit_head_moves AFTER INSERT ON audit FOR EACH ROW WHEN (NEW.seq > 0) EXECUTE FUNCTION audit_moves_head();

-- The hash of an entry: AuditChain.Hash says the same in C#.
CREATE FUNCTION chain_hash(previous bytea, seq bigint, content bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT sha256(previous || int8send(seq) || content) $$;

-- Once the chain has begun nothing is written beside it. (A restore brings entries before it brings the head.)
CREATE FUNCTION audit_must_be_chained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_head) THEN
        RAISE EXCEPTION 'audit entries are chained' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_is_chained BEFORE INSERT ON audit FOR EACH ROW
    WHEN (NEW.seq IS NULL OR NEW.previous_hash IS NULL OR NEW.hash IS NULL) EXECUTE FUNCTION audit_must_be_chained();
