-- Who did what with the record on this computer.

-- The highest number there ever was: where rows are missing at the end, the next one must not hide it.
-- @last
SELECT coalesce(max(seq), 0), (SELECT link FROM access_log ORDER BY number DESC LIMIT 1) FROM sqlite_sequence WHERE name = 'access_log';

-- @add
INSERT INTO access_log (number, at, source, act, reader, role, name, structure, purposes, kind, id, detail, link)
VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- @all
SELECT number, at, coalesce(source, 0), act, reader, role, name, structure, purposes, kind, id, detail, link
FROM access_log ORDER BY number;

-- Of what the reader may not know there is neither an id nor a title. A helper reads what helpers did.
-- @list
WITH seen AS (
  SELECT log.*, here.row AS here, here.title,
    coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
      AND karne_level (:reader, log.kind, here.labels, iif(log.kind = 'DocumentReference', here.body -> '$.category', NULL)) > 0 AS known
  FROM access_log AS log LEFT JOIN resource AS here ON here.source = log.source AND here.kind = log.kind AND here.id = log.id
  WHERE log.number < :before AND (log.reader = 'helper' OR NOT :of_helpers)
  ORDER BY log.number DESC LIMIT :limit
)
SELECT number, at, coalesce(source, 0), act, reader, role, name, structure, purposes, kind, iif(here IS NULL OR known, id, NULL), detail,
  link, iif(known, title, NULL)
FROM seen ORDER BY number DESC;

-- @of-change
SELECT source, kind, id FROM outbox WHERE seq = ?1;

-- @of-conflict
SELECT source, kind, id FROM conflict WHERE row = ?1;
