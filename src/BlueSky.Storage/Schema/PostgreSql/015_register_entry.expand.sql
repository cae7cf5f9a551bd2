-- Every version of every register entry, for good: what the register said at any moment. number counts the versions of one source from 1;
-- 0 is what stood when this table was made, at that moment. document is the entry; the columns beside it are for filters.
CREATE TABLE register_entry (
    source_id text COLLATE "C" NOT NULL,
    number integer NOT NULL,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    actor text NOT NULL,
    document json NOT NULL,
    PRIMARY KEY (source_id, number)
);
INSERT INTO register_entry SELECT id, 0, now(), kind, town, 'system', document -> 'Registration' FROM source;
CREATE INDEX register_entry_at ON register_entry (at);
CREATE INDEX register_entry_kind ON register_entry (kind, source_id);

CREATE FUNCTION register_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of register entries are never changed or deleted';
END
$$;
CREATE TRIGGER register_entry_append_only BEFORE UPDATE OR DELETE ON register_entry
    FOR EACH ROW EXECUTE FUNCTION register_entry_is_append_only();
