-- Task: What is to be done, between when, and what became of it. Whether it is compulsory is an input in French prevention.
WITH here AS (
  SELECT body FROM resource WHERE row = ?1
)
SELECT 0 AS part, name, value FROM (
  SELECT 0 AS rank, 0 AS key, 'about' AS name,
    coalesce(body ->> '$.code.text', body ->> '$.code.coding[0].display') AS value
  FROM here
  UNION ALL SELECT 1, 0, 'from', body ->> '$.restriction.period.start' FROM here
  UNION ALL SELECT 2, 0, 'until', body ->> '$.restriction.period.end' FROM here
  UNION ALL SELECT 3, 0, 'done-from', body ->> '$.executionPeriod.start' FROM here
  UNION ALL SELECT 4, 0, 'done-until', body ->> '$.executionPeriod.end' FROM here
  UNION ALL
  SELECT 5, each.key, 'level', coalesce(body ->> (each.fullkey || '.valueCode'),
    body ->> (each.fullkey || '.valueCodeableConcept.coding[0].code'))
  FROM here, json_each(here.body, '$.input') AS each
  WHERE each.key < 100 AND (body ->> (each.fullkey || '.valueCode') IN ('OBLIGATOIRE', 'RECOMMANDE')
    OR body ->> (each.fullkey || '.valueCodeableConcept.coding[0].code') IN ('OBLIGATOIRE', 'RECOMMANDE'))
  UNION ALL
  SELECT 6, 0, 'business-status', coalesce(body ->> '$.businessStatus.text', body ->> '$.businessStatus.coding[0].display',
    body ->> '$.businessStatus.coding[0].code')
  FROM here
  UNION ALL
  SELECT 7, 0, 'status-reason', coalesce(body ->> '$.statusReason.text', body ->> '$.statusReason.coding[0].display') FROM here
  UNION ALL
  SELECT 8, 0, 'reason', coalesce(body ->> '$.reasonCode.text', body ->> '$.reasonCode.coding[0].display') FROM here
  UNION ALL SELECT 9, 0, 'place', body ->> '$.location.display' FROM here
  UNION ALL SELECT 10, each.key, 'note', body ->> (each.fullkey || '.text')
  FROM here, json_each(here.body, '$.note') AS each WHERE each.key < 100
  UNION ALL SELECT 11, 0, 'authored', body ->> '$.authoredOn' FROM here
)
WHERE value <> ''
ORDER BY rank, key;
