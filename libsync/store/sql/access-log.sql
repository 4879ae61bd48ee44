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

-- Telling servers

-- From now on: what was noted before is not told of. Who is told already goes on where it was.
-- @tell
INSERT INTO telling (source, secret, told)
VALUES (?1, ?2, (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'access_log'))
ON CONFLICT (source) DO UPDATE SET told = coalesce(told, excluded.told), trouble = NULL, status = NULL, since = NULL;

-- @tell-no-more
UPDATE telling SET told = NULL, trouble = NULL, status = NULL, since = NULL WHERE source = ?1;

-- @tellings
SELECT source, secret FROM telling;

-- @telling
SELECT secret, told, by_post, telling.trouble, coalesce(since, 0), patient FROM telling JOIN source ON source.id = telling.source
WHERE telling.source = ?1 AND told IS NOT NULL;

-- What is of this source, and what is of the record as a whole. Whether the server knows the resource by its id: not one that waits to be made,
-- nor one that was given another id when it was.
-- @untold
SELECT number, at, coalesce(source, 0), act, reader, role, name, structure, purposes, kind, id, NULL, link, NULL,
  (EXISTS (SELECT 1 FROM resource AS it WHERE it.source = log.source AND it.kind = log.kind AND it.id = log.id)
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS it WHERE it.source = log.source AND it.kind = log.kind AND it.id = log.id AND it.op = 'create'))
  OR EXISTS (SELECT 1 FROM gone AS it WHERE it.source = log.source AND it.kind = log.kind AND it.id = log.id)
  OR EXISTS (SELECT 1 FROM quarantine AS it WHERE it.source = log.source AND it.kind = log.kind AND it.id = log.id)
FROM access_log AS log
WHERE number > ?2 AND number < ?3 AND (source IS NULL OR source = ?1)
ORDER BY number LIMIT ?4;

-- Nothing where it was turned off meanwhile, or off and on again.
-- @note-told
UPDATE telling SET told = ?2, by_post = ?3, trouble = NULL, status = NULL, since = NULL WHERE source = ?1 AND told < ?2;

-- @note-trouble
UPDATE telling SET trouble = ?2, status = nullif(?3, 0), since = ?4 WHERE source = ?1 AND told IS NOT NULL;
