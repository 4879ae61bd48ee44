-- Immunization: A vaccination, given or not. Old records only have words for its date.
SELECT
  body,
  coalesce(body ->> '$.occurrenceDateTime', body ->> '$.occurrenceString',
    body ->> '$.recorded') AS date,
  NULL AS until,
  coalesce(body ->> '$.vaccineCode.text', body ->> '$.vaccineCode.coding[0].display',
    body ->> '$.vaccineCode.coding[0].code', body ->> '$.protocolApplied[0].targetDisease[0].text',
    body ->> '$.protocolApplied[0].targetDisease[0].coding[0].display',
    body ->> '$.protocolApplied[0].targetDisease[0].coding[0].code') AS title,
  body ->> '$.performer[0].actor.display' AS author,
  body ->> '$.performer[0].actor.reference' AS author_ref,
  coalesce(body ->> '$.protocolApplied[0].targetDisease[0].text',
    body ->> '$.protocolApplied[0].targetDisease[0].coding[0].display',
    body ->> '$.protocolApplied[0].targetDisease[0].coding[0].code') AS category,
  coalesce(body ->> '$.vaccineCode.coding[0].system',
    '') || '|' || (body ->> '$.vaccineCode.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  coalesce(body -> '$.protocolApplied[0].doseNumberPositiveInt',
    body ->> '$.protocolApplied[0].doseNumberString') AS detail
FROM entry
