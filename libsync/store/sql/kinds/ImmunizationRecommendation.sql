-- ImmunizationRecommendation: What vaccinations a server advises. The dates inside it are read by whoever shows it.
SELECT
  body,
  body ->> '$.date' AS date,
  NULL AS until,
  coalesce(body ->> '$.recommendation[0].vaccineCode[0].text',
    body ->> '$.recommendation[0].vaccineCode[0].coding[0].display',
    body ->> '$.recommendation[0].targetDisease.text',
    body ->> '$.recommendation[0].targetDisease.coding[0].display',
    body ->> '$.recommendation[0].targetDisease.coding[0].code') AS title,
  body ->> '$.authority.display' AS author,
  body ->> '$.authority.reference' AS author_ref,
  NULL AS category,
  coalesce(body ->> '$.recommendation[0].vaccineCode[0].coding[0].system',
    '') || '|' || (body ->> '$.recommendation[0].vaccineCode[0].coding[0].code') AS code,
  body ->> '$.recommendation[0].forecastStatus.coding[0].code' AS status,
  body -> '$.meta.security' AS labels,
  json_array_length(body, '$.recommendation') AS detail
FROM entry
