-- What lists and reports read. document is the truth; the columns beside it are for filters and order.
-- Text that is sorted or compared as a code uses the C order, so both engines and every locale sort alike.
CREATE TABLE source (
    id text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    status integer NOT NULL,
    open_count integer NOT NULL,
    worst_ratio numeric NOT NULL,
    last_data_at timestamptz NULL,
    silence_due timestamptz NULL,
    document json NOT NULL
);
CREATE INDEX source_town ON source (town, kind);
CREATE INDEX source_silence ON source (silence_due) WHERE silence_due IS NOT NULL;

CREATE TABLE violation (
    id text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    rule_id text COLLATE "C" NOT NULL,
    severity integer NOT NULL,
    is_open boolean NOT NULL,
    start_at timestamptz NOT NULL,
    document json NOT NULL
);
CREATE INDEX violation_start ON violation (start_at);
CREATE INDEX violation_town ON violation (town, start_at);
CREATE INDEX violation_source ON violation (source_id, start_at);

CREATE TABLE device (
    mn text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    source_id text COLLATE "C" NULL,
    document json NOT NULL
);
CREATE INDEX device_source ON device (source_id);

-- hour_ending labels the hour by its end.
CREATE TABLE hourly_value (
    source_id text COLLATE "C" NOT NULL,
    factor text COLLATE "C" NOT NULL,
    hour_ending timestamptz NOT NULL,
    mean numeric NULL,
    minimum numeric NULL,
    maximum numeric NULL,
    count integer NOT NULL,
    covered_minutes integer NOT NULL,
    is_valid boolean NOT NULL,
    from_device boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (source_id, hour_ending, factor)
);

CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    remote_address text NOT NULL,
    count integer NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_subject ON audit (subject, at);

-- What was decided stays as it was written.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed or deleted';
END
$$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
