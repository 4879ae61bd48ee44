-- Organization: A structure of care.
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
  body ->> '$.active' AS status,
  NULL AS labels,
  NULL AS detail
FROM entry
