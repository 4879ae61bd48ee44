-- Communication: A message that was sent. Its sender may be a contained resource.
SELECT
  body,
  coalesce(body ->> '$.sent', body ->> '$.received') AS date,
  NULL AS until,
  coalesce(body ->> '$.topic.text', body ->> '$.topic.coding[0].display',
    body ->> '$.topic.coding[0].code', body ->> '$.payload[0].contentString',
    body ->> '$.payload[0].contentAttachment.title', body ->> '$.reasonCode[0].text', body ->> '$.reasonCode[0].coding[0].display',
    body ->> '$.reasonCode[0].coding[0].code', body ->> '$.category[0].text',
    body ->> '$.category[0].coding[0].display', body ->> '$.category[0].coding[0].code') AS title,
  coalesce(
    body ->> '$.sender.display',
    CASE WHEN substr(body ->> '$.sender.reference', 1, 1) = '#' THEN (
      SELECT coalesce(
        value ->> '$.name[0].text',
        trim(coalesce((value ->> '$.name[0].given[0]') || ' ', '') || (value ->> '$.name[0].family')),
        value ->> '$.practitioner.display', value ->> '$.organization.display',
        value ->> '$.deviceName[0].name',
        CASE WHEN json_type(value, '$.name') = 'text' THEN value ->> '$.name' END)
      FROM json_each(body, '$.contained')
      WHERE '#' || (value ->> '$.id') = body ->> '$.sender.reference'
    ) END
  ) AS author,
  body ->> '$.sender.reference' AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code') AS category,
  coalesce(body ->> '$.topic.coding[0].system',
    '') || '|' || (body ->> '$.topic.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.payload[0].contentString' AS detail
FROM entry
