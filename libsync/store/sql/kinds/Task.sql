-- Task: Something to be done: what it is about, then what it is, since a server may say “second dose” and no more. French prevention says
-- with an input whether it is compulsory, which weighs more than its priority.
SELECT
  body,
  coalesce(body ->> '$.executionPeriod.start', body ->> '$.restriction.period.start',
    body ->> '$.authoredOn', body ->> '$.lastModified') AS date,
  coalesce(body ->> '$.executionPeriod.end', body ->> '$.restriction.period.end') AS until,
  CASE WHEN instr(lower(body ->> '$.description'), lower(coalesce(body ->> '$.code.text', body ->> '$.code.coding[0].display'))) = 0
    THEN coalesce(body ->> '$.code.text', body ->> '$.code.coding[0].display') || ' · ' || (body ->> '$.description')
    ELSE coalesce(body ->> '$.description', body ->> '$.code.text', body ->> '$.code.coding[0].display',
      body ->> '$.code.coding[0].code')
  END AS title,
  coalesce(body ->> '$.requester.display', body ->> '$.owner.display') AS author,
  coalesce(body ->> '$.requester.reference', body ->> '$.owner.reference') AS author_ref,
  coalesce(body ->> '$.businessStatus.text', body ->> '$.businessStatus.coding[0].display',
    body ->> '$.businessStatus.coding[0].code') AS category,
  coalesce(body ->> '$.code.coding[0].system',
    '') || '|' || (body ->> '$.code.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  coalesce((
      SELECT coalesce(body ->> (each.fullkey || '.valueCode'), body ->> (each.fullkey || '.valueCodeableConcept.coding[0].code')) AS level
      FROM json_each(body, '$.input') AS each
      WHERE level IN ('OBLIGATOIRE', 'RECOMMANDE') LIMIT 1),
    body ->> '$.priority') AS detail
FROM entry
