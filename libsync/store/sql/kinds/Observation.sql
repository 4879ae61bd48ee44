-- Observation: A measure. `detail` is its value with its unit, digits as sent: `->` hands out 5.60 where `->>` would make 5.6 of it.
-- A blood pressure has two components and no value; the systolic one is said first, in whatever order they came.
SELECT
  body,
  coalesce(body ->> '$.effectiveDateTime', body ->> '$.effectivePeriod.start',
    body ->> '$.effectiveInstant', body ->> '$.effectiveTiming.event[0]', body ->> '$.issued') AS date,
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
    body ->> '$.valueCodeableConcept.coding[0].code', body ->> '$.valueDateTime',
    CASE WHEN body -> '$.component[1]' IS NOT NULL THEN (
      SELECT (max(value -> '$.valueQuantity.value') FILTER (WHERE instr(value -> '$.code.coding', '"8480-6"')))
        || ' / ' || (max(value -> '$.valueQuantity.value') FILTER (WHERE instr(value -> '$.code.coding', '"8462-4"')))
        || coalesce(' ' || max(coalesce(value ->> '$.valueQuantity.unit', value ->> '$.valueQuantity.code')), '')
      FROM json_each(body, '$.component')
    ) END,
    (body -> '$.component[0].valueQuantity.value') || ' / ' || (body -> '$.component[1].valueQuantity.value') || coalesce(' ' || coalesce(body ->> '$.component[1].valueQuantity.unit', body ->> '$.component[1].valueQuantity.code'), ''),
    body -> '$.valueInteger'
  ) AS detail
FROM entry
