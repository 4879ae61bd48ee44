-- Practitioner: A professional.
SELECT
  body,
  NULL AS date,
  NULL AS until,
  nullif(coalesce(
    body ->> '$.name[0].text',
    trim(coalesce((body ->> '$.name[0].prefix[0]') || ' ', '')
      || coalesce((body ->> '$.name[0].given[0]') || ' ', '')
      || coalesce(body ->> '$.name[0].family', ''))
  ), '') AS title,
  NULL AS author,
  NULL AS author_ref,
  coalesce(body ->> '$.qualification[0].code.text',
    body ->> '$.qualification[0].code.coding[0].display',
    body ->> '$.qualification[0].code.coding[0].code') AS category,
  coalesce(body ->> '$.identifier[0].system', '') || '|' || (body ->> '$.identifier[0].value') AS code,
  body ->> '$.active' AS status,
  NULL AS labels,
  NULL AS detail
FROM entry
