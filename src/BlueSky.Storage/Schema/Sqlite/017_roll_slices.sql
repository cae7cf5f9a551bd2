-- A roll is written in several transactions. rolling: up to which block the roll goes that was begun last. Where it lies above rolled,
-- rows of that roll may be there already, above the mark, which nobody reads; the roll is done again with exactly these blocks.
-- An older program would roll others over them: it refuses to start on this file.
ALTER TABLE stream ADD COLUMN rolling INTEGER NOT NULL DEFAULT 0;

-- As it was, but only what lies at or below the mark of its stream.
DROP VIEW reading;
CREATE VIEW reading AS
WITH whole AS (
    SELECT * FROM chunk WHERE first_seq <= (SELECT s.rolled FROM stream s WHERE s.id = chunk.stream)
),
packet AS (
    SELECT c.source_id, c.hour, c.stream, c.first_seq, p.key AS packet,
           json_extract(c.document, '$.mn[' || json_extract(p.value, '$[1]') || ']') AS mn,
           json_extract(p.value, '$[0]') AS arrival,
           json_extract(p.value, '$[2]') AS period,
           json_extract(p.value, '$[3]') AS data_time,
           json_extract(p.value, '$[5]') AS received_at
    FROM whole c, json_each(c.document, '$.packets') p
),
number AS (
    SELECT c.source_id, c.hour, c.stream, c.first_seq, ch.key AS channel, i.value AS packet,
           json_extract(ch.value, '$[1][' || i.key || ']') AS exact,
           json_extract(ch.value, '$[2][' || i.key || ']') AS quality
    FROM whole c, json_each(c.document, '$.values') ch, json_each(ch.value, '$[0]') i
),
words AS (
    SELECT c.source_id, c.hour, c.stream, c.first_seq, ch.key AS channel, i.value AS packet,
           json_extract(ch.value, '$[1][' || i.key || ']') AS text
    FROM whole c, json_each(c.document, '$.texts') ch, json_each(ch.value, '$[0]') i
)
SELECT p.source_id, p.mn, p.period, p.data_time, p.received_at, n.channel,
       CAST(n.exact AS NUMERIC) AS value, n.exact AS exact, NULL AS text, n.quality AS quality, p.arrival
FROM number n JOIN packet p USING (source_id, hour, stream, first_seq, packet)
UNION ALL
SELECT p.source_id, p.mn, p.period, p.data_time, p.received_at, w.channel, NULL, NULL, w.text, 0, p.arrival
FROM words w JOIN packet p USING (source_id, hour, stream, first_seq, packet);
