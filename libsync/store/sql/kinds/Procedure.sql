-- Procedure: An act that was done.
SELECT
  body,
  coalesce(body ->> '$.performedDateTime', body ->> '$.performedPeriod.start',
    body ->> '$.performedString') AS date,
  body ->> '$.performedPeriod.end' AS until,
  coalesce(body ->> '$.code.text', body ->> '$.code.coding[0].display',
    body ->> '$.code.coding[0].code') AS title,
  body ->> '$.performer[0].actor.display' AS author,
  body ->> '$.performer[0].actor.reference' AS author_ref,
  coalesce(body ->> '$.category.text', body ->> '$.category.coding[0].display',
    body ->> '$.category.coding[0].code') AS category,
  coalesce(body ->> '$.code.coding[0].system',
    '') || '|' || (body ->> '$.code.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  NULL AS detail
FROM entry
