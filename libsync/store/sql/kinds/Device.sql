-- Device: A thing that measures, or a program that writes.
SELECT
  body,
  NULL AS date,
  NULL AS until,
  coalesce(body ->> '$.deviceName[0].name', body ->> '$.modelNumber', body ->> '$.manufacturer',
    body ->> '$.type.text', body ->> '$.type.coding[0].display',
    body ->> '$.type.coding[0].code') AS title,
  NULL AS author,
  NULL AS author_ref,
  coalesce(body ->> '$.type.text', body ->> '$.type.coding[0].display',
    body ->> '$.type.coding[0].code') AS category,
  coalesce(body ->> '$.type.coding[0].system',
    '') || '|' || (body ->> '$.type.coding[0].code') AS code,
  body ->> '$.status' AS status,
  NULL AS labels,
  NULL AS detail
FROM entry
