-- Immunization: What was given against what, and which batch of it.
WITH here AS (
  SELECT body FROM resource WHERE row = ?1
)
SELECT 0 AS part, name, value FROM (
  SELECT 0 AS rank, each.key, 'disease' AS name,
    coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'),
      body ->> (each.fullkey || '.coding[0].code')) AS value
  FROM here, json_each(here.body, '$.protocolApplied') AS protocol,
    json_each(here.body, protocol.fullkey || '.targetDisease') AS each
  WHERE protocol.key < 100 AND each.key < 100
  UNION ALL
  SELECT 1, 0, 'dose', coalesce(body -> '$.protocolApplied[0].doseNumberPositiveInt', body ->> '$.protocolApplied[0].doseNumberString')
  FROM here
  UNION ALL
  SELECT 2, 0, 'doses', coalesce(body -> '$.protocolApplied[0].seriesDosesPositiveInt',
    body ->> '$.protocolApplied[0].seriesDosesString')
  FROM here
  UNION ALL SELECT 3, 0, 'lot', body ->> '$.lotNumber' FROM here
  UNION ALL SELECT 4, 0, 'expires', body ->> '$.expirationDate' FROM here
  UNION ALL SELECT 5, 0, 'site', coalesce(body ->> '$.site.text', body ->> '$.site.coding[0].display') FROM here
  UNION ALL SELECT 6, 0, 'place', body ->> '$.location.display' FROM here
  UNION ALL
  SELECT 7, 0, 'status-reason', coalesce(body ->> '$.statusReason.text', body ->> '$.statusReason.coding[0].display') FROM here
  UNION ALL SELECT 8, 0, 'reported', 'true' FROM here WHERE body -> '$.primarySource' = 'false'
  UNION ALL SELECT 9, 0, 'subpotent', 'true' FROM here WHERE body -> '$.isSubpotent' = 'true'
  UNION ALL SELECT 10, each.key, 'note', body ->> (each.fullkey || '.text')
  FROM here, json_each(here.body, '$.note') AS each WHERE each.key < 100
)
WHERE value <> ''
ORDER BY rank, key;
