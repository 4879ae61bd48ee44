-- RelatedPerson: Somebody near to the person.
SELECT
  body,
  body ->> '$.birthDate' AS date,
  NULL AS until,
  nullif(coalesce(
    body ->> '$.name[0].text',
    trim(coalesce((body ->> '$.name[0].prefix[0]') || ' ', '')
      || coalesce((body ->> '$.name[0].given[0]') || ' ', '')
      || coalesce(body ->> '$.name[0].family', ''))
  ), '') AS title,
  NULL AS author,
  NULL AS author_ref,
  coalesce(body ->> '$.relationship[0].text', body ->> '$.relationship[0].coding[0].display',
    body ->> '$.relationship[0].coding[0].code') AS category,
  coalesce(body ->> '$.relationship[0].coding[0].system',
    '') || '|' || (body ->> '$.relationship[0].coding[0].code') AS code,
  body ->> '$.active' AS status,
  NULL AS labels,
  NULL AS detail
FROM entry
