-- Makes the partition of chunk that holds a month. It runs with the rights of the schema's owner, so that the role of a node may
-- roll without the right to create or drop anything.
CREATE FUNCTION make_chunk_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
BEGIN
    IF first IS NULL OR first < DATE '2000-01-01' OR first > DATE '2099-12-01' THEN
        RAISE EXCEPTION 'month % lies outside 2000 to 2099: chunk_other holds it', month;
    END IF;
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF chunk FOR VALUES FROM (%L) TO (%L)',
        'chunk_' || to_char(first, 'YYYY_MM'), first || ' 00:00:00+00', following || ' 00:00:00+00');
END
$$;

REVOKE ALL ON FUNCTION make_chunk_partition(date) FROM PUBLIC;

-- Names inside it mean this schema's, whatever the caller puts before them.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION make_chunk_partition(date) SET search_path = %I, pg_temp', current_schema());
END
$$;
