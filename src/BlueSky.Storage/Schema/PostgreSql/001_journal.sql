-- One row for each uninterrupted run of one writer. rolled: up to which block it is turned into chunks.
CREATE TABLE stream (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    node text NOT NULL,
    rolled bigint NOT NULL DEFAULT 0
);

-- One row a commit: the packed readings of everything that waited for it. The payload is dense already.
CREATE TABLE block (
    stream bigint NOT NULL,
    seq bigint NOT NULL,
    first_time timestamptz NOT NULL,
    last_time timestamptz NOT NULL,
    count integer NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (stream, seq)
);
ALTER TABLE block ALTER COLUMN payload SET STORAGE EXTERNAL;

-- One row for a source, an hour and a part (a roll): see view reading for what is inside. Never changed after.
-- Partitions by month are made by the roller; chunk_other holds what lies outside 2000 to 2099.
CREATE TABLE chunk (
    source_id text NOT NULL,
    hour timestamptz NOT NULL,
    stream bigint NOT NULL,
    first_seq bigint NOT NULL,
    first_arrival bigint NOT NULL,
    last_arrival bigint NOT NULL,
    packets integer NOT NULL,
    value_count integer NOT NULL,
    document json NOT NULL,
    PRIMARY KEY (source_id, hour, stream, first_seq)
) PARTITION BY RANGE (hour);

CREATE INDEX chunk_arrival ON chunk (source_id, last_arrival);
CREATE TABLE chunk_other PARTITION OF chunk DEFAULT;

-- For people: one row a value. value is for calculating, exact is every digit as it came (numeric keeps them too).
CREATE VIEW reading AS
SELECT c.source_id, c.document -> 'mn' ->> (p.packet ->> 1)::int AS mn, (p.packet ->> 2)::int AS period,
       (p.packet ->> 3)::timestamptz AS data_time, (p.packet ->> 5)::timestamptz AS received_at, v.channel,
       v.exact::numeric AS value, v.exact, NULL::text AS text, v.quality, (p.packet ->> 0)::bigint AS arrival
FROM chunk c
CROSS JOIN LATERAL (
    SELECT ch.key AS channel, (i.value)::int AS packet_no, ch.value -> 1 ->> (i.ordinality - 1)::int AS exact,
           (ch.value -> 2 ->> (i.ordinality - 1)::int)::int AS quality
    FROM json_each(c.document -> 'values') ch
    CROSS JOIN LATERAL json_array_elements_text(ch.value -> 0) WITH ORDINALITY i
) v
CROSS JOIN LATERAL (SELECT c.document -> 'packets' -> v.packet_no AS packet) p
UNION ALL
SELECT c.source_id, c.document -> 'mn' ->> (p.packet ->> 1)::int, (p.packet ->> 2)::int,
       (p.packet ->> 3)::timestamptz, (p.packet ->> 5)::timestamptz, t.channel,
       NULL, NULL, t.text, 0, (p.packet ->> 0)::bigint
FROM chunk c
CROSS JOIN LATERAL (
    SELECT ch.key AS channel, (i.value)::int AS packet_no, ch.value -> 1 ->> (i.ordinality - 1)::int AS text
    FROM json_each(c.document -> 'texts') ch
    CROSS JOIN LATERAL json_array_elements_text(ch.value -> 0) WITH ORDINALITY i
) t
CROSS JOIN LATERAL (SELECT c.document -> 'packets' -> t.packet_no AS packet) p;
