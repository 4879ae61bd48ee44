-- What waits to be sent.

-- @load
SELECT seq, source, kind, id, op, uuid, base_version, base_updated, base, body, state, tries, coalesce(tried, 0), coalesce(status, 0), reason,
  words, made, coalesce(missed, 0)
FROM outbox WHERE seq = ?1;

-- @list-of
SELECT seq, source, kind, id, op, uuid, base_version, base_updated, base, body, state, tries, coalesce(tried, 0), coalesce(status, 0), reason,
  words, made, coalesce(missed, 0)
FROM outbox WHERE source = ?1 AND kind = ?2 AND id = ?3 ORDER BY seq;

-- @behind
SELECT seq, source, kind, id, op, uuid, base_version, base_updated, base, body, state, tries, coalesce(tried, 0), coalesce(status, 0), reason,
  words, made, coalesce(missed, 0)
FROM outbox WHERE source = ?1 AND kind = ?2 AND id = ?3 AND seq > ?4 ORDER BY seq LIMIT 1;

-- In the order of the table, which the plus sign asks for: of very many, only the first are read.
-- @list
SELECT seq, source, kind, id, op, uuid, base_version, base_updated, base, body, state, tries, coalesce(tried, 0), coalesce(status, 0), reason,
  words, made, coalesce(missed, 0)
FROM outbox WHERE +source = ?1 AND seq > ?2 ORDER BY seq;

-- @has-rows
SELECT EXISTS (SELECT 1 FROM outbox WHERE source = ?1);

-- @has-rows-of
SELECT EXISTS (SELECT 1 FROM outbox WHERE source = ?1 AND kind = ?2 AND id = ?3);

-- Whether the server does not know it yet.
-- @is-create
SELECT EXISTS (SELECT 1 FROM outbox WHERE source = ?1 AND kind = ?2 AND id = ?3 AND op = 'create');

-- @creates-of-kind
SELECT seq, id FROM outbox WHERE source = ?1 AND kind = ?2 AND op = 'create';

-- How many wait, the newest that was never sent, and how many choices are to be made.
-- @count
SELECT (SELECT count(*) FROM outbox WHERE source = ?1),
  (SELECT coalesce(max(seq), 0) FROM outbox WHERE source = ?1 AND state = 'waiting'),
  (SELECT count(*) FROM conflict WHERE source = ?1 AND decided IS NULL);

-- @add
INSERT INTO outbox (source, kind, id, op, uuid, base_version, base_updated, base, body, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- @remove
DELETE FROM outbox WHERE seq = ?1;

-- An edit of what was not sent, or was refused, takes its place. A create that was sent once keeps what was sent as its base: should that turn
-- up after all, the edit rests on it.
-- @fold
UPDATE outbox SET base = CASE WHEN op = 'create' AND ?2 = 'create' AND tries > 0 THEN coalesce(base, body) ELSE base END, op = ?2, body = ?3,
  state = CASE WHEN status = 501 AND reason = 'post' THEN 'sending' ELSE 'waiting' END, reason = CASE WHEN status = 501 AND reason = 'post' THEN reason END,
  status = NULL, words = NULL
WHERE seq = ?1;

-- @rest-on
UPDATE outbox SET base_version = ?2, base_updated = ?3, base = ?4, body = ?5, state = 'waiting', status = NULL, reason = NULL, words = NULL
WHERE seq = ?1;

-- @begin
UPDATE outbox SET state = 'sending', tries = tries + 1, tried = ?2, reason = ?3, missed = NULL WHERE seq = ?1;

-- @note-missed
UPDATE outbox SET missed = ?2 WHERE seq = ?1;

-- @set-waiting
UPDATE outbox SET state = 'waiting', status = NULL, reason = NULL, words = NULL WHERE seq = ?1;

-- What was refused with 501 where the server gives the id may be there all the same: it is looked for first, as what is being sent.
-- @try-again
UPDATE outbox SET state = CASE WHEN status = 501 AND reason = 'post' THEN 'sending' ELSE 'waiting' END, reason = CASE WHEN status = 501 AND reason = 'post' THEN reason END,
  status = NULL, words = NULL
WHERE seq = ?1;

-- @park
UPDATE outbox SET state = 'parked', status = ?2, reason = ?3, words = ?4 WHERE seq = ?1;

-- @set-texts
UPDATE outbox SET base = ?2, body = ?3 WHERE seq = ?1;

-- @set-id
UPDATE outbox SET id = ?2 WHERE seq = ?1;

-- The resource as readers see it now.
-- @find-resource
SELECT row, version, updated, json(body) FROM resource WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- What readers see is what was sent: of it, the server only gave it a version. What was lifted out of the text stands, and the search with it.
-- @confirm-resource
UPDATE resource SET version = ?4, updated = ?5, body = jsonb(?6) WHERE source = ?1 AND kind = ?2 AND id = ?3 AND body = jsonb(?7);

-- @rename-resource
UPDATE resource SET id = ?4 WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- @keep-content
UPDATE content SET owner = NULL, kept_for = ?2 WHERE owner = ?1;

-- @keep-for-another
UPDATE content SET kept_for = ?2 WHERE kept_for = ?1;

-- @restore-content
UPDATE content SET owner = ?1, kept_for = NULL
WHERE kept_for IN (SELECT seq FROM outbox WHERE source = ?2 AND kind = ?3 AND id = ?4);

-- @note
INSERT INTO journal (source, kind, id, at, what, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- What readers see of it: nothing of what a label in any of its texts hides. The title is that of the line, or what is in the text where
-- there is no line any more.
-- @waiting
SELECT outbox.seq, outbox.source, outbox.kind, outbox.id, CASE op WHEN 'create' THEN 0 WHEN 'update' THEN 1 ELSE 2 END,
  CASE state WHEN 'waiting' THEN 1 WHEN 'sending' THEN 2 ELSE 3 END,
  coalesce(here.title, outbox.base ->> '$.code.text', outbox.base ->> '$.code.coding[0].display', outbox.base ->> '$.vaccineCode.text',
    outbox.base ->> '$.vaccineCode.coding[0].display', outbox.base ->> '$.description'),
  outbox.made, coalesce(outbox.status, 0), outbox.reason, outbox.words, outbox.tries
FROM outbox LEFT JOIN resource AS here ON here.source = outbox.source AND here.kind = outbox.kind AND here.id = outbox.id
WHERE coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, outbox.kind,
    nullif(coalesce(here.labels, '') || coalesce(outbox.base -> '$.meta.security', '') || coalesce(outbox.base -> '$.securityLabel', '')
      || coalesce(outbox.body -> '$.meta.security', '') || coalesce(outbox.body -> '$.securityLabel', ''), ''),
    iif(outbox.kind = 'DocumentReference', coalesce(here.body, outbox.base, outbox.body) -> '$.category', NULL)) = 2
  AND NOT EXISTS (
    SELECT 1 FROM json_tree(json_array(json(outbox.base), json(outbox.body)))
    WHERE type = 'text' AND json_quote(atom) IN (:hidden, :hidden_too))
ORDER BY outbox.seq;

-- @count-by-state
SELECT source, kind, state, count(*) FROM outbox GROUP BY source, kind, state
UNION ALL SELECT source, kind, 'conflict', count(*) FROM conflict WHERE decided IS NULL GROUP BY source, kind;

-- @history
SELECT journal.row, journal.source, journal.kind, journal.id, journal.at, journal.what, journal.detail, here.title
FROM journal LEFT JOIN resource AS here ON here.source = journal.source AND here.kind = journal.kind AND here.id = journal.id
WHERE coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, journal.kind, here.labels, iif(journal.kind = 'DocumentReference', here.body -> '$.category', NULL)) = 2
ORDER BY journal.row DESC LIMIT :argument;
