-- DocumentReference: One line of the documents index. Its date is that of the act, as the French profile has it (context.period), and not that
-- of the entry. The author is most often a contained resource, of which R4 says nothing but its id:
-- the first one is looked at before all of them are.
SELECT
  body,
  coalesce(body ->> '$.context.period.start', body ->> '$.content[0].attachment.creation',
    body ->> '$.date') AS date,
  body ->> '$.context.period.end' AS until,
  coalesce(body ->> '$.content[0].attachment.title', body ->> '$.description', body ->> '$.type.text',
    body ->> '$.type.coding[0].display', body ->> '$.type.coding[0].code') AS title,
  coalesce(
    body ->> '$.author[0].display',
    CASE WHEN body ->> '$.author[0].reference' = '#' || (body ->> '$.contained[0].id') THEN coalesce(
      body ->> '$.contained[0].name[0].text',
      trim(coalesce((body ->> '$.contained[0].name[0].given[0]') || ' ', '') || (body ->> '$.contained[0].name[0].family'))
    ) END,
    CASE WHEN substr(body ->> '$.author[0].reference', 1, 1) = '#' THEN (
      SELECT coalesce(
        value ->> '$.name[0].text',
        trim(coalesce((value ->> '$.name[0].given[0]') || ' ', '') || (value ->> '$.name[0].family')),
        value ->> '$.practitioner.display', value ->> '$.organization.display',
        value ->> '$.deviceName[0].name',
        CASE WHEN json_type(value, '$.name') = 'text' THEN value ->> '$.name' END)
      FROM json_each(body, '$.contained')
      WHERE '#' || (value ->> '$.id') = body ->> '$.author[0].reference'
    ) END
  ) AS author,
  body ->> '$.author[0].reference' AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code') AS category,
  coalesce(body ->> '$.type.coding[0].system',
    '') || '|' || (body ->> '$.type.coding[0].code') AS code,
  body ->> '$.status' AS status,
  nullif(coalesce(body -> '$.securityLabel', '') || coalesce(body -> '$.meta.security', ''),
    '') AS labels,
  body ->> '$.content[0].attachment.contentType' AS detail
FROM entry
