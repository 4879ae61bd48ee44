-- Consent: What the person allows, and to whom.
SELECT
  body,
  coalesce(body ->> '$.provision.period.start', body ->> '$.dateTime') AS date,
  body ->> '$.provision.period.end' AS until,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code', body ->> '$.scope.text',
    body ->> '$.scope.coding[0].display', body ->> '$.scope.coding[0].code') AS title,
  body ->> '$.organization[0].display' AS author,
  body ->> '$.organization[0].reference' AS author_ref,
  coalesce(body ->> '$.scope.text', body ->> '$.scope.coding[0].display',
    body ->> '$.scope.coding[0].code') AS category,
  coalesce(body ->> '$.category[0].coding[0].system',
    '') || '|' || (body ->> '$.category[0].coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.provision.type' AS detail
FROM entry
