-- Communication: A message that was sent.
SELECT
  body,
  coalesce(body ->> '$.sent', body ->> '$.received') AS date,
  NULL AS until,
  coalesce(body ->> '$.topic.text', body ->> '$.topic.coding[0].display',
    body ->> '$.topic.coding[0].code', body ->> '$.payload[0].contentString',
    body ->> '$.reasonCode[0].text', body ->> '$.reasonCode[0].coding[0].display',
    body ->> '$.reasonCode[0].coding[0].code', body ->> '$.category[0].text',
    body ->> '$.category[0].coding[0].display', body ->> '$.category[0].coding[0].code') AS title,
  body ->> '$.sender.display' AS author,
  body ->> '$.sender.reference' AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code') AS category,
  coalesce(body ->> '$.topic.coding[0].system',
    '') || '|' || (body ->> '$.topic.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.payload[0].contentString' AS detail
FROM entry
