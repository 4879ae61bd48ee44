-- CarePlan: A plan of care. Many have no title: then what it is for, or what is done first, says most.
SELECT
  body,
  coalesce(body ->> '$.period.start', body ->> '$.created') AS date,
  body ->> '$.period.end' AS until,
  coalesce(body ->> '$.title', body ->> '$.description', body ->> '$.category[0].text',
    body ->> '$.category[0].coding[0].display', body ->> '$.category[1].text',
    body ->> '$.category[1].coding[0].display', body ->> '$.addresses[0].display',
    body ->> '$.activity[0].detail.code.text', body ->> '$.activity[0].detail.code.coding[0].display',
    body ->> '$.activity[0].detail.description', body ->> '$.category[0].coding[0].code') AS title,
  body ->> '$.author.display' AS author,
  body ->> '$.author.reference' AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code') AS category,
  coalesce(body ->> '$.category[0].coding[0].system',
    '') || '|' || (body ->> '$.category[0].coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.intent' AS detail
FROM entry
