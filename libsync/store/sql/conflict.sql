-- What both sides changed.

-- @add
INSERT INTO conflict (source, kind, id, base, mine, theirs, theirs_version, why, fields, found) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- @load
SELECT row, source, kind, id, base, mine, theirs, theirs_version, why, fields, found, coalesce(decided, 0), decision FROM conflict WHERE row = ?1;

-- @open-of
SELECT row, source, kind, id, base, mine, theirs, theirs_version, why, fields, found, 0, NULL FROM conflict
WHERE source = ?1 AND kind = ?2 AND id = ?3 AND decided IS NULL ORDER BY row;

-- What has no base was made here.
-- @list
SELECT conflict.row, conflict.source, conflict.kind, conflict.id, base, mine, theirs, theirs_version, why, fields, found, coalesce(decided, 0),
  decision,
  coalesce(here.title, known ->> '$.code.text', known ->> '$.code.coding[0].display', known ->> '$.vaccineCode.text',
    known ->> '$.vaccineCode.coding[0].display', known ->> '$.description'),
  theirs ->> '$.meta.lastUpdated',
  iif(theirs IS NULL, NULL, coalesce(theirs ->> '$.performer[0].display', theirs ->> '$.performer[0].actor.display',
    theirs ->> '$.author[0].display', theirs ->> '$.author.display', theirs ->> '$.recorder.display', theirs ->> '$.asserter.display',
    theirs ->> '$.sender.display', theirs ->> '$.requester.display',
    iif(why = 'overwritten', NULL, coalesce(here.author, (
      SELECT coalesce(who.title, who.author) FROM resource AS who
      WHERE who.source = here.source
        AND who.kind = substr(here.author_ref, 1, instr(here.author_ref, '/') - 1)
        AND who.id = substr(here.author_ref, instr(here.author_ref, '/') + 1))))))
FROM (SELECT *, coalesce(base, mine) AS known FROM conflict) AS conflict
LEFT JOIN resource AS here ON here.source = conflict.source AND here.kind = conflict.kind AND here.id = conflict.id
WHERE (:argument OR decided IS NULL)
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, conflict.kind,
    nullif(coalesce(here.labels, '') || coalesce(base -> '$.meta.security', '') || coalesce(base -> '$.securityLabel', '')
      || coalesce(mine -> '$.meta.security', '') || coalesce(mine -> '$.securityLabel', '')
      || coalesce(theirs -> '$.meta.security', '') || coalesce(theirs -> '$.securityLabel', ''), ''),
    iif(conflict.kind = 'DocumentReference', coalesce(here.body, theirs, base, mine) -> '$.category', NULL)) = 2
  AND NOT EXISTS (
    SELECT 1 FROM json_tree(json_array(json(base), json(mine), json(theirs)))
    WHERE type = 'text' AND json_quote(atom) IN (:hidden, :hidden_too))
ORDER BY conflict.row;

-- A decision that became a change which is taken back is none any more.
-- @reopen
UPDATE conflict SET decided = NULL, decision = NULL WHERE source = ?1 AND decided IS NOT NULL AND decision ->> '$.change' = ?2
RETURNING kind, id;

-- @set-theirs
UPDATE conflict SET theirs = ?2, theirs_version = ?3, fields = ?4 WHERE row = ?1;

-- @set-texts
UPDATE conflict SET base = ?2, mine = ?3, theirs = ?4, id = ?5 WHERE row = ?1;

-- @decide
UPDATE conflict SET decided = ?2, decision = ?3 WHERE row = ?1;

-- Those whose decision may still be taken back, too.
-- @all-open
SELECT row, source, kind, id, base, mine, theirs, theirs_version, why, fields, found, 0, NULL FROM conflict WHERE source = ?1
  AND (decided IS NULL OR decision ->> '$.change' IN (SELECT seq FROM outbox));
