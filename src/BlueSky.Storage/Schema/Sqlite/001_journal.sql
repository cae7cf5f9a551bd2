-- One row for each uninterrupted run of one writer. rolled: up to which block it is turned into chunks.
CREATE TABLE stream (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at TEXT NOT NULL,
    node TEXT NOT NULL,
    rolled INTEGER NOT NULL DEFAULT 0
);

-- One row a commit: the packed readings of everything that waited for it.
CREATE TABLE block (
    stream INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    first_time TEXT NOT NULL,
    last_time TEXT NOT NULL,
    count INTEGER NOT NULL,
    payload BLOB NOT NULL,
    PRIMARY KEY (stream, seq)
);

-- One row for a source, an hour and a part (a roll): see view reading for what is inside. Never changed after.
CREATE TABLE chunk (
    source_id TEXT NOT NULL,
    hour TEXT NOT NULL,
    stream INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    first_arrival INTEGER NOT NULL,
    last_arrival INTEGER NOT NULL,
    packets INTEGER NOT NULL,
    value_count INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (source_id, hour, stream, first_seq)
) WITHOUT ROWID;

CREATE INDEX chunk_arrival ON chunk (source_id, last_arrival);

-- For people: one row a value. value is for calculating, exact is every digit as it came.
CREATE VIEW reading AS
WITH packet AS (
    SELECT c.source_id, c.hour, c.stream, c.first_seq, p.key AS packet,
           json_extract(c.document, '$.mn[' || json_extract(p.value, '$[1]') || ']') AS mn,
           json_extract(p.value, '$[0]') AS arrival,
           json_extract(p.value, '$[2]') AS period,
           json_extract(p.value, '$[3]') AS data_time,
           json_extract(p.value, '$[5]') AS received_at
    FROM chunk c, json_each(c.document, '$.packets') p
),
number AS (
    SELECT c.source_id, c.hour, c.stream, c.first_seq, ch.key AS channel, i.value AS packet,
           json_extract(ch.value, '$[1][' || i.key || ']') AS exact,
           json_extract(ch.value, '$[2][' || i.key || ']') AS quality
    FROM chunk c, json_each(c.document, '$.values') ch, json_each(ch.value, '$[0]') i
),
words AS (
    SELECT c.source_id, c.hour, c.stream, c.first_seq, ch.key AS channel, i.value AS packet,
           json_extract(ch.value, '$[1][' || i.key || ']') AS text
    FROM chunk c, json_each(c.document, '$.texts') ch, json_each(ch.value, '$[0]') i
)
SELECT p.source_id, p.mn, p.period, p.data_time, p.received_at, n.channel,
       CAST(n.exact AS NUMERIC) AS value, n.exact AS exact, NULL AS text, n.quality AS quality, p.arrival
FROM number n JOIN packet p USING (source_id, hour, stream, first_seq, packet)
UNION ALL
SELECT p.source_id, p.mn, p.period, p.data_time, p.received_at, w.channel, NULL, NULL, w.text, 0, p.arrival
FROM words w JOIN packet p USING (source_id, hour, stream, first_seq, packet);
