-- What is needed of a measure to draw and to count it, with its digits as they were sent.

-- A blood pressure has two components and no value. The French extensions are known under several addresses, which end alike. A target
-- is the person's own only where its kind says so: a range of which nothing is said is that of healthy people.
-- @columns
SELECT here.source, here.id, here.code, here.title, here.date, here.sort, here.status,
  here.body ->> '$.valueQuantity.comparator',
  coalesce(here.body -> '$.valueQuantity.value', here.body -> '$.valueInteger', (
    SELECT value -> '$.valueQuantity.value' FROM json_each(here.body, '$.component')
    WHERE instr(value -> '$.code.coding', '"8480-6"') LIMIT 1)),
  (SELECT value -> '$.valueQuantity.value' FROM json_each(here.body, '$.component')
   WHERE instr(value -> '$.code.coding', '"8462-4"') LIMIT 1),
  coalesce(here.body ->> '$.valueQuantity.unit', here.body ->> '$.valueQuantity.code',
    here.body ->> '$.component[0].valueQuantity.unit', here.body ->> '$.component[0].valueQuantity.code'),
  (SELECT original.value -> '$.valueQuantity.value'
   FROM json_each(here.body, '$.extension') AS extension, json_each(extension.value, '$.extension') AS original
   WHERE replace(lower(extension.value ->> '$.url'), '-', '') LIKE '%originaldata' AND original.value ->> '$.url' = 'original-value' LIMIT 1),
  (SELECT coalesce(original.value ->> '$.valueQuantity.unit', original.value ->> '$.valueQuantity.code')
   FROM json_each(here.body, '$.extension') AS extension, json_each(extension.value, '$.extension') AS original
   WHERE replace(lower(extension.value ->> '$.url'), '-', '') LIKE '%originaldata' AND original.value ->> '$.url' = 'original-value' LIMIT 1),
  (SELECT value ->> '$.valueCodeableConcept.coding[0].code' FROM json_each(here.body, '$.extension')
   WHERE replace(lower(value ->> '$.url'), '-', '') LIKE '%momentofmeasurement' LIMIT 1),
  (SELECT coalesce(value ->> '$.valueCodeableConcept.coding[0].code', 'other') FROM json_each(here.body, '$.extension')
   WHERE replace(lower(value ->> '$.url'), '-', '') LIKE '%numberofdays' LIMIT 1),
  (SELECT value -> '$.low.value' FROM json_each(here.body, '$.referenceRange')
   WHERE value ->> '$.type.coding[0].code' IN ('recommended', 'treatment', 'therapeutic') LIMIT 1),
  (SELECT value -> '$.high.value' FROM json_each(here.body, '$.referenceRange')
   WHERE value ->> '$.type.coding[0].code' IN ('recommended', 'treatment', 'therapeutic') LIMIT 1),
  (SELECT coalesce(value ->> '$.low.unit', value ->> '$.low.code', value ->> '$.high.unit', value ->> '$.high.code')
   FROM json_each(here.body, '$.referenceRange')
   WHERE value ->> '$.type.coding[0].code' IN ('recommended', 'treatment', 'therapeutic') LIMIT 1),
  coalesce(instr(here.body -> '$.meta.tag', '"confirmed-unlikely"'), 0) > 0,
  coalesce(instr(here.body -> '$.category', '"laboratory"'), 0) > 0

-- @of-codes
AND substr(here.code, instr(here.code, '|') + 1) IN (SELECT value FROM json_each(:codes))
