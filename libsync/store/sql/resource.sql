-- The resources themselves.

-- Column by column what the SQL of a kind lifts out of a body, into the row. `lifted` stands before this text. An older version never
-- overwrites a newer one: where versions differ, the server's own times decide, and for the same time its numbers, if they are numbers.
-- Labels that were sent with escapes are spelled out, so that none hides in another spelling; a reference to an author on the same server
-- (?7: its address) becomes relative.
-- @store
INSERT INTO resource (source, kind, id, version, updated, body, date, sort, until, title, author, author_ref, category, code, status,
  labels, detail)
SELECT ?1, ?2, ?3, ?4, ?5, body, date,
  unixepoch(CASE length(date) WHEN 4 THEN date || '-01-01' WHEN 7 THEN date || '-01' ELSE date END),
  until, title, author, iif(instr(author_ref, ?7) = 1, substr(author_ref, length(?7) + 1), author_ref), category, code, status,
  iif(instr(labels, '\'), (
    SELECT group_concat(json_quote(atom)) FROM (
      SELECT atom FROM json_tree(body, '$.securityLabel') WHERE type = 'text'
      UNION ALL SELECT atom FROM json_tree(body, '$.meta.security') WHERE type = 'text')), labels),
  detail
FROM lifted
WHERE true
ON CONFLICT (source, kind, id) DO

-- @or-keep
NOTHING;

-- @or-replace
UPDATE SET
  version = excluded.version, updated = excluded.updated, body = excluded.body, date = excluded.date, sort = excluded.sort,
  until = excluded.until, title = excluded.title, author = excluded.author, author_ref = excluded.author_ref,
  category = excluded.category, code = excluded.code, status = excluded.status, labels = excluded.labels, detail = excluded.detail

-- @where-newer
WHERE (excluded.version, excluded.updated) IS NOT (version, updated) OR excluded.version IS NULL AND excluded.body <> body;

-- What is here of this id.
-- @find
SELECT row, version, updated FROM resource WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- Whether the second time is older than the first, as far as both are times.
-- @is-older
SELECT unixepoch(?2, 'subsec') < unixepoch(?1, 'subsec'), unixepoch(?2, 'subsec') = unixepoch(?1, 'subsec');

-- @find-quarantined
SELECT version FROM quarantine WHERE source = ?1 AND name = ?2;

-- What is there too, as far as is known here: not what was made here and never sent, but what is only to be deleted.
-- @count
SELECT (SELECT count(*) FROM resource WHERE source = ?1 AND kind = ?2)
  + (SELECT count(*) FROM quarantine WHERE source = ?1 AND kind = ?2)
  - (SELECT count(*) FROM outbox WHERE source = ?1 AND kind = ?2 AND op = 'create')
  + (SELECT count(*) FROM outbox WHERE source = ?1 AND kind = ?2 AND op = 'delete');

-- @remove
DELETE FROM resource WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- In which version it was known last: as it is here, as the change that deleted it rested on it (?6, ?7), or as was noted before.
-- @note-gone
INSERT OR REPLACE INTO gone (source, kind, id, reason, since, version, updated)
SELECT ?1, ?2, ?3, ?4, ?5, coalesce(here.version, ?6, before.version), coalesce(here.updated, ?7, before.updated)
FROM (SELECT 1) LEFT JOIN resource AS here ON here.source = ?1 AND here.kind = ?2 AND here.id = ?3
  LEFT JOIN gone AS before ON before.source = ?1 AND before.kind = ?2 AND before.id = ?3;

-- @find-deleted
SELECT version, updated FROM gone
WHERE source = ?1 AND kind = ?2 AND id = ?3 AND reason = 'deleted' AND coalesce(version, updated) IS NOT NULL;

-- @forget-gone
DELETE FROM gone WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- @quarantine
INSERT OR REPLACE INTO quarantine (source, name, kind, id, version, flaw, at, size, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- @release
DELETE FROM quarantine WHERE source = ?1 AND name = ?2;

-- @want
INSERT OR IGNORE INTO wanted (source, kind, id)
SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM resource WHERE source = ?1 AND kind = ?2 AND id = ?3);

-- @want-questionnaire
INSERT OR IGNORE INTO wanted (source, kind, id)
SELECT ?1, 'Questionnaire', ?2
WHERE NOT EXISTS (
  SELECT 1 FROM resource WHERE source = ?1 AND kind = 'Questionnaire' AND (code = ?2 OR code LIKE ?2 || '|%'));

-- @have
DELETE FROM wanted WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- @have-questionnaire
DELETE FROM wanted WHERE source = ?1 AND kind = 'Questionnaire'
  AND id IN (SELECT code FROM resource WHERE row = ?2
             UNION ALL SELECT substr(code, 1, instr(code || '|', '|') - 1) FROM resource WHERE row = ?2);

-- What has no name of its author yet is gone through in parts, in the order of an index: where the part of ?4 rows behind (?2, ?3) ends, and
-- how many it has.
-- @part-without-author
SELECT author_ref, row, count(*) OVER () FROM (
  SELECT author_ref, row FROM resource
  WHERE source = ?1 AND author IS NULL AND author_ref IS NOT NULL AND (author_ref, row) > (?2, ?3)
  ORDER BY author_ref, row LIMIT ?4)
ORDER BY author_ref DESC, row DESC LIMIT 1;

-- Names of authors that were only references until now, in one part. A role most often has none of its own, but that of its professional.
-- @name-authors
UPDATE resource SET author = (
  SELECT coalesce(who.title, who.author, who.detail) FROM resource AS who
  WHERE who.source = resource.source
    AND who.kind = substr(resource.author_ref, 1, instr(resource.author_ref, '/') - 1)
    AND who.id = substr(resource.author_ref, instr(resource.author_ref, '/') + 1))
WHERE source = ?1 AND author IS NULL AND author_ref IS NOT NULL
  AND (author_ref, row) > (?3, ?4) AND (author_ref, row) <= (?5, ?6)
  AND EXISTS (
    SELECT 1 FROM resource AS who
    WHERE who.source = resource.source
      AND who.kind = substr(resource.author_ref, 1, instr(resource.author_ref, '/') - 1)
      AND who.id = substr(resource.author_ref, instr(resource.author_ref, '/') + 1)
      AND coalesce(who.title, who.author, who.detail) IS NOT NULL)
  AND (kind = 'PractitionerRole') = ?2
RETURNING kind, id;

-- Answers are called what their questions are called, once those are here.
-- @name-answers
UPDATE resource SET title = named.title
FROM (
  SELECT answers.row AS row, min(questions.title) AS title
  FROM resource AS answers JOIN resource AS questions
    ON questions.source = answers.source AND questions.kind = 'Questionnaire'
    AND (questions.code = answers.code OR 'Questionnaire/' || questions.id = answers.code
      OR substr(questions.code, 1, instr(questions.code, '|') - 1) = answers.code)
  WHERE answers.source = ?1 AND answers.kind = 'QuestionnaireResponse'
  GROUP BY answers.row
  HAVING min(questions.title) IS NOT NULL AND min(questions.title) <> coalesce(answers.title, '')
) AS named
WHERE resource.row = named.row
RETURNING kind, id;

-- Content that was diverted out of a body on its way.

-- @begin-content
INSERT INTO content (owner, slot, encoding, whole) VALUES (NULL, ?1, 'base64', 0) RETURNING row;

-- @add-piece
INSERT INTO piece (content, at, bytes) VALUES (?1, ?2, ?3);

-- @own-content
UPDATE content SET owner = ?2, whole = 1, size = (SELECT coalesce(sum(length(bytes)), 0) FROM piece WHERE content = ?1) WHERE row = ?1;

-- @drop-inline-content
DELETE FROM content WHERE owner = ?1 AND slot LIKE 'inline:%';

-- @drop-content
DELETE FROM content WHERE row = ?1;
