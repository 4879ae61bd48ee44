-- What readers see. A list is put together from these pieces, each of which only stands in it where its limit was asked for; values are
-- always bound, by name.

-- The columns of one line. The author is looked up where only a reference came with the resource.
-- @columns
SELECT here.source, here.kind, here.id, here.version, here.updated, here.date, here.until, here.title,
  coalesce(here.author, (
    SELECT coalesce(who.title, who.author) FROM resource AS who
    WHERE who.source = here.source
      AND who.kind = substr(here.author_ref, 1, instr(here.author_ref, '/') - 1)
      AND who.id = substr(here.author_ref, instr(here.author_ref, '/') + 1))),
  here.category, here.code, here.status, here.detail, here.row,
  coalesce(instr(here.labels, '"MASQUE_PS"'), 0) > 0,
  iif(here.kind = 'DocumentReference', json_array_length(here.body, '$.content'), 0),
  iif(here.kind = 'DocumentReference', coalesce(
    nullif(iif(json_type(here.body, '$.content[0].attachment.size') = 'integer',
      max(here.body ->> '$.content[0].attachment.size', 0), 0), 0),
    (SELECT size FROM content WHERE owner = here.row AND slot = 'fetched:0' AND whole),
    -1), -1),
  here.kind = 'DocumentReference' AND

-- Whether the first content of a document is on this computer: it came inside its entry, or was fetched. What was fetched from another
-- address, or with another hash, is not this one's.
-- @is-here
(
  json_type(here.body, '$.content[0].attachment.data') IS 'text'
  OR EXISTS (
    SELECT 1 FROM content
    WHERE owner = here.row AND slot = 'fetched:0' AND whole
      AND url IS here.body ->> '$.content[0].attachment.url' AND hash IS here.body ->> '$.content[0].attachment.hash'))

-- Where it stands: in conflict, or as its first change does. By indexes of what is few.
-- @state
, coalesce(
  (SELECT 4 FROM conflict
   WHERE source = here.source AND kind = here.kind AND id = here.id AND decided IS NULL LIMIT 1),
  (SELECT CASE state WHEN 'waiting' THEN 1 WHEN 'sending' THEN 2 ELSE 3 END FROM outbox
   WHERE source = here.source AND kind = here.kind AND id = here.id ORDER BY seq LIMIT 1), 0)

-- @from-all
FROM resource AS here

-- Of each code the newest line alone. One that was withdrawn as an error is that only where there is no other; what has no code stands for
-- itself. A bare column goes with max().
-- @from-latest
FROM (
  SELECT row FROM (
    SELECT row, max(coalesce(sort, -1000000000000) - iif(status IS 'entered-in-error', 10000000000000, 0)) FROM resource
    WHERE kind = :kind AND code IS NOT NULL
      AND coalesce(instr(labels, :hidden), 0) = 0 AND coalesce(instr(labels, :hidden_too), 0) = 0
    GROUP BY code)
  UNION ALL SELECT row FROM resource WHERE kind = :kind AND code IS NULL) AS latest
CROSS JOIN resource AS here ON here.row = latest.row

-- Newest matches first, as far as they are looked at: a word that thousands of rows have is a question that nobody needs answered in full.
-- They are put in order by an index alone; only what is shown is then read.
-- @from-search
FROM (SELECT rowid AS row FROM search WHERE search MATCH :match ORDER BY rowid DESC LIMIT 1000) AS match
CROSS JOIN resource AS here INDEXED BY resource_found ON here.row = match.row

-- Around a window for which much more has to be put in order than is shown.
-- @found-in
FROM (SELECT here.row

-- @found
) AS found CROSS JOIN resource AS here ON here.row = found.row

-- What this reader may see. The labels are read at each read, since they can change after the copy was made.
-- @visible
WHERE coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0

-- What a helper may see of it.
-- @level
, karne_level (:reader, here.kind, here.labels, iif(here.kind = 'DocumentReference', here.body -> '$.category', NULL))

-- @habilitated
AND karne_level (:reader, here.kind, here.labels, iif(here.kind = 'DocumentReference', here.body -> '$.category', NULL)) >= :needed

-- @of-kind
AND here.kind = :kind

-- A year, a month or a day is the one that was written, wherever that was: no zone moves it. So the texts are compared, and the index only
-- narrows what is looked at, by the 14 hours east and 12 hours west that zones go. An instant is one everywhere.
-- @since
AND here.sort >= CASE length(:since)
  WHEN 4 THEN unixepoch(:since || '-01-01', '-14 hours') WHEN 7 THEN unixepoch(:since || '-01', '-14 hours')
  WHEN 10 THEN unixepoch(:since, '-14 hours') ELSE unixepoch(:since) END
AND (length(:since) > 10 OR substr(here.date, 1, length(:since)) >= :since)

-- The whole of the year, month or day that was named.
-- @until
AND here.sort < CASE length(:until)
  WHEN 4 THEN unixepoch(:until || '-01-01', '+1 year', '+12 hours') WHEN 7 THEN unixepoch(:until || '-01', '+1 month', '+12 hours')
  WHEN 10 THEN unixepoch(:until, '+1 day', '+12 hours') ELSE unixepoch(:until, '+1 second') END
AND (length(:until) > 10 OR substr(here.date, 1, length(:until)) <= :until)

-- @undated
AND here.sort IS NULL

-- One status, or several with commas between them.
-- @of-status
AND instr(',' || :status || ',', ',' || here.status || ',') > 0

-- @of-other-status
AND coalesce(instr(',' || :other_status || ',', ',' || here.status || ','), 0) = 0

-- @of-category
AND here.category = :category

-- Few are: their bodies alone are looked at.
-- @here-only
AND here.row IN (
  SELECT owner FROM content WHERE slot = 'fetched:0' AND whole
  UNION ALL SELECT row FROM resource INDEXED BY resource_inline
  WHERE kind = 'DocumentReference' AND json_type(body, '$.content[0].attachment.data') = 'text')
AND here.kind = 'DocumentReference' AND

-- With its system, by an index.
-- @of-code
AND here.code = :code

-- Without its system.
-- @of-bare-code
AND substr(here.code, instr(here.code, '|') + 1) = :code

-- @newest-first
ORDER BY here.sort DESC, here.row DESC

-- @oldest-first
ORDER BY here.sort, here.row

-- @window
LIMIT :limit OFFSET :offset

-- @count
SELECT count(*)

-- @categories
SELECT here.category, count(*)

-- @by-category
AND here.category IS NOT NULL GROUP BY here.category ORDER BY count(*) DESC, here.category

-- @one
AND here.kind = :kind AND here.id = :id AND (:source = 0 OR here.source = :source)
ORDER BY here.source LIMIT 1

-- @body
SELECT json(body) FROM resource WHERE row = ?1;

-- Pieces of an attachment that was diverted out of a body.
-- @inline-pieces
SELECT piece.bytes FROM content JOIN piece ON piece.content = content.row
WHERE content.owner = ?1 AND content.slot = ?2 AND content.whole
ORDER BY piece.at;

-- @quarantined
SELECT source, kind, id, flaw, size FROM quarantine WHERE karne_level (:reader, coalesce(kind, ''), NULL, NULL) > 0
ORDER BY source, name;

-- @quarantined-bytes
SELECT bytes, size FROM quarantine WHERE source = ?1 AND kind IS ?2 AND id IS ?3 LIMIT 1;
