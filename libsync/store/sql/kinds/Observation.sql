-- Observation: A measure. `detail` is its value with its unit, digits as sent: `->` hands out 5.60 where `->>` would make 5.6 of it.
-- A blood pressure has two components and no value.
SELECT
  body,
  coalesce(body ->> '$.effectiveDateTime', body ->> '$.effectivePeriod.start',
    body ->> '$.effectiveInstant', body ->> '$.issued') AS date,
  body ->> '$.effectivePeriod.end' AS until,
  coalesce(body ->> '$.code.text', body ->> '$.code.coding[0].display',
    body ->> '$.code.coding[0].code') AS title,
  body ->> '$.performer[0].display' AS author,
  body ->> '$.performer[0].reference' AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code') AS category,
  coalesce(body ->> '$.code.coding[0].system',
    '') || '|' || (body ->> '$.code.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  coalesce(
    (body -> '$.valueQuantity.value') || coalesce(' ' || coalesce(body ->> '$.valueQuantity.unit', body ->> '$.valueQuantity.code'), ''),
    body ->> '$.valueString', body ->> '$.valueCodeableConcept.text', body ->> '$.valueCodeableConcept.coding[0].display',
    (body -> '$.component[0].valueQuantity.value') || ' / ' || (body -> '$.component[1].valueQuantity.value') || coalesce(' ' || coalesce(body ->> '$.component[1].valueQuantity.unit', body ->> '$.component[1].valueQuantity.code'), ''),
    body -> '$.valueInteger'
  ) AS detail
FROM entry
