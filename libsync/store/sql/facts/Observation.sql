-- Observation: What was said with the value: at which moment, over how many days, by which device, within which bounds. Each component is
-- a part, numbered from 1. The French extensions are known under several addresses, which end alike.
WITH here AS (
  SELECT source, body, (SELECT base || '/' FROM source WHERE id = resource.source) AS base FROM resource WHERE row = ?1
), extension AS (
  SELECT each.key, body, each.fullkey AS at, replace(lower(body ->> (each.fullkey || '.url')), '-', '') AS url
  FROM here, json_each(here.body, '$.extension') AS each WHERE each.key < 100
), concept AS (
  SELECT key, url, coalesce(body ->> (at || '.valueCodeableConcept.text'), body ->> (at || '.valueCodeableConcept.coding[0].display'),
    body ->> (at || '.valueCodeableConcept.coding[0].code'), body ->> (at || '.valueString')) AS value
  FROM extension
), quantity AS (
  SELECT 'original' AS name, each.key, body, each.fullkey || '.valueQuantity' AS at
  FROM extension, json_each(body, at || '.extension') AS each
  WHERE url LIKE '%originaldata' AND each.key < 100 AND body ->> (each.fullkey || '.url') = 'original-value'
  UNION ALL
  SELECT side.name, each.key, body, each.fullkey || side.path FROM here, json_each(here.body, '$.referenceRange') AS each,
    (SELECT 'low' AS name, '.low' AS path UNION ALL SELECT 'high', '.high') AS side
  WHERE each.key < 1 AND body ->> (each.fullkey || '.text') IS NULL
  UNION ALL SELECT 'from-value', 0, body, '$.valueRange.low' FROM here
  UNION ALL SELECT 'to-value', 0, body, '$.valueRange.high' FROM here
), spelled AS (
  SELECT name, key, (body -> (at || '.value')) || coalesce(' ' || coalesce(body ->> (at || '.unit'), body ->> (at || '.code')), '') AS value
  FROM quantity
), component AS (
  SELECT each.key + 1 AS part, body, each.fullkey AS at FROM here, json_each(here.body, '$.component') AS each WHERE each.key < 100
)
SELECT part, name, value FROM (
  SELECT 0 AS part, 0 AS rank, 0 AS key, 'absent' AS name,
    coalesce(body ->> '$.dataAbsentReason.text', body ->> '$.dataAbsentReason.coding[0].display',
      body ->> '$.dataAbsentReason.coding[0].code') AS value
  FROM here
  UNION ALL
  SELECT 0, 1, 0, 'value', coalesce(body ->> '$.valueTime', iif(json_type(body, '$.valueBoolean') IN ('true', 'false'),
    json_type(body, '$.valueBoolean'), NULL))
  FROM here
  UNION ALL SELECT 0, 2, key, name, value FROM spelled WHERE name IN ('from-value', 'to-value')
  UNION ALL SELECT 0, 3, key, 'moment', value FROM concept WHERE url LIKE '%momentofmeasurement'
  UNION ALL SELECT 0, 4, key, 'days', value FROM concept WHERE url LIKE '%numberofdays'
  UNION ALL SELECT 0, 5, key, 'reason', value FROM concept WHERE url LIKE '%reasonformeasurement'
  UNION ALL
  SELECT 0, 6, each.key, 'interpretation',
    coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'))
  FROM here, json_each(here.body, '$.interpretation') AS each WHERE each.key < 100
  UNION ALL
  SELECT 0, 7, each.key, 'range', body ->> (each.fullkey || '.text')
  FROM here, json_each(here.body, '$.referenceRange') AS each WHERE each.key < 100
  UNION ALL SELECT 0, 8, key, name, value FROM spelled WHERE name IN ('low', 'high')
  UNION ALL SELECT 0, 9, key, name, value FROM spelled WHERE name = 'original'
  UNION ALL
  SELECT 0, 10, 0, 'body-site', coalesce(body ->> '$.bodySite.text', body ->> '$.bodySite.coding[0].display') FROM here
  UNION ALL
  SELECT 0, 11, 0, 'device', coalesce(body ->> '$.device.display', (
    SELECT title FROM resource AS device
    WHERE device.source = here.source AND device.kind = 'Device'
      AND 'Device/' || device.id = replace(here.body ->> '$.device.reference', here.base, '')))
  FROM here
  UNION ALL
  SELECT 0, 12, 0, 'agent', substr(reference, 1, instr(reference, '/') - 1)
  FROM (SELECT replace(coalesce(body ->> '$.performer[0].reference', ''), base, '') AS reference FROM here)
  UNION ALL SELECT 0, 13, each.key, 'note', body ->> (each.fullkey || '.text')
  FROM here, json_each(here.body, '$.note') AS each WHERE each.key < 100
  UNION ALL
  SELECT part, 0, 0, 'name', coalesce(body ->> (at || '.code.text'), body ->> (at || '.code.coding[0].display'),
    body ->> (at || '.code.coding[0].code'))
  FROM component
  UNION ALL
  SELECT part, 1, 0, 'value', coalesce(
    (body -> (at || '.valueQuantity.value'))
      || coalesce(' ' || coalesce(body ->> (at || '.valueQuantity.unit'), body ->> (at || '.valueQuantity.code')), ''),
    body ->> (at || '.valueString'), body ->> (at || '.valueCodeableConcept.text'),
    body ->> (at || '.valueCodeableConcept.coding[0].display'))
  FROM component
)
WHERE value <> ''
ORDER BY part, rank, key;
