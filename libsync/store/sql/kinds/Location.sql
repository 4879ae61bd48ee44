-- Location: A place.
SELECT
  body,
  NULL AS date,
  NULL AS until,
  body ->> '$.name' AS title,
  NULL AS author,
  NULL AS author_ref,
  coalesce(body ->> '$.type[0].text', body ->> '$.type[0].coding[0].display',
    body ->> '$.type[0].coding[0].code') AS category,
  coalesce(body ->> '$.type[0].coding[0].system',
    '') || '|' || (body ->> '$.type[0].coding[0].code') AS code,
  body ->> '$.status' AS status,
  NULL AS labels,
  coalesce(body ->> '$.address.text', body ->> '$.address.city') AS detail
FROM entry
