-- One row for each month (UTC, by its first moment) whose readings are reduced to hourly values. From begun_at on late data of it
-- are refused; at dropped_at its chunks went, all but those (kept) that are evidence of a violation.
CREATE TABLE retention (
    month timestamptz PRIMARY KEY,
    begun_at timestamptz NOT NULL,
    dropped_at timestamptz NULL,
    chunks bigint NOT NULL DEFAULT 0,
    kept bigint NOT NULL DEFAULT 0
);

-- Exchanges the partition of a closed month for one that holds only the hours named, detaches and drops the old one. With the
-- rights of the schema's owner, so that the role of a node may do this and drop nothing else: never a month of the last two.
-- The replacement stays, also when it is empty: data that were under way when the month was closed find a place of their own.
-- Readers are held up for the exchange only; who reads for long makes it give up.
CREATE FUNCTION drop_chunk_month(of_month date, expected bigint, kept_sources text[], kept_hours timestamptz[], moment timestamptz)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    first date := date_trunc('month', of_month)::date;
    following date := (date_trunc('month', of_month) + interval '1 month')::date;
    old_name text := 'chunk_' || to_char(first, 'YYYY_MM');
    new_name text := old_name || '_kept';
    found_chunks bigint;
    kept_chunks bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %I', old_name) INTO found_chunks;
    IF found_chunks <> expected THEN
        RETURN false;
    END IF;
    IF following > now() - interval '1 month' THEN
        RAISE EXCEPTION 'month % is too young to be dropped', of_month;
    END IF;
    PERFORM set_config('lock_timeout', '3s', true);
    EXECUTE format('CREATE TABLE %I (LIKE chunk INCLUDING ALL)', new_name);
    EXECUTE format(
        'INSERT INTO %I SELECT c.* FROM %I c JOIN unnest($1, $2) AS k (source_id, hour) USING (source_id, hour)', new_name, old_name)
        USING kept_sources, kept_hours;
    GET DIAGNOSTICS kept_chunks = ROW_COUNT;
    UPDATE retention r SET dropped_at = moment, chunks = expected, kept = kept_chunks
    WHERE r.month = first::timestamp AT TIME ZONE 'UTC' AND r.dropped_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'month % is not closed, or is dropped already', of_month;
    END IF;
    EXECUTE format('ALTER TABLE chunk DETACH PARTITION %I', old_name);
    EXECUTE format('DROP TABLE %I', old_name);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', new_name, old_name);
    EXECUTE format(
        'ALTER TABLE chunk ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', old_name, first || ' 00:00:00+00', following || ' 00:00:00+00');
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION drop_chunk_month(date, bigint, text[], timestamptz[], timestamptz) FROM PUBLIC;

-- Names inside it mean this schema's, whatever the caller puts before them.
DO $$
BEGIN
    EXECUTE format(
        'ALTER FUNCTION drop_chunk_month(date, bigint, text[], timestamptz[], timestamptz) SET search_path = %I, pg_temp', current_schema());
END
$$;
