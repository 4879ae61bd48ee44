-- CommunicationRequest: A notice: something that the person is to be told, and when. In the French guide of notices, who sends it is a
-- contained resource, and what happened, and when, are extensions.
SELECT
  body,
  coalesce(body ->> '$.occurrenceDateTime', body ->> '$.occurrencePeriod.start',
    body ->> '$.authoredOn', (
      SELECT value ->> '$.valueDateTime' FROM json_each(body, '$.extension') WHERE value ->> '$.url' LIKE '%/event-time'
    )) AS date,
  body ->> '$.occurrencePeriod.end' AS until,
  coalesce(body ->> '$.payload[0].contentString', body ->> '$.payload[0].contentAttachment.title',
    body ->> '$.reasonCode[0].text',
    body ->> '$.reasonCode[0].coding[0].display', body ->> '$.reasonCode[0].coding[0].code',
    body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code', (
      SELECT coalesce(value ->> '$.valueCodeableConcept.text', value ->> '$.valueCodeableConcept.coding[0].display',
        value ->> '$.valueCodeableConcept.coding[0].code')
      FROM json_each(body, '$.extension') WHERE value ->> '$.url' LIKE '%/event-type'
    )) AS title,
  coalesce(
    body ->> '$.sender.display', body ->> '$.requester.display',
    CASE WHEN substr(coalesce(body ->> '$.sender.reference', body ->> '$.requester.reference'), 1, 1) = '#' THEN (
      SELECT coalesce(
        value ->> '$.name[0].text',
        trim(coalesce((value ->> '$.name[0].given[0]') || ' ', '') || (value ->> '$.name[0].family')),
        value ->> '$.practitioner.display', value ->> '$.organization.display',
        value ->> '$.deviceName[0].name',
        CASE WHEN json_type(value, '$.name') = 'text' THEN value ->> '$.name' END)
      FROM json_each(body, '$.contained')
      WHERE '#' || (value ->> '$.id') = coalesce(body ->> '$.sender.reference', body ->> '$.requester.reference')
    ) END
  ) AS author,
  coalesce(body ->> '$.sender.reference', body ->> '$.requester.reference') AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code', (
      SELECT coalesce(value ->> '$.valueCodeableConcept.text', value ->> '$.valueCodeableConcept.coding[0].display',
        value ->> '$.valueCodeableConcept.coding[0].code')
      FROM json_each(body, '$.extension') WHERE value ->> '$.url' LIKE '%/event-type'
    )) AS category,
  coalesce(body ->> '$.reasonCode[0].coding[0].system',
    '') || '|' || (body ->> '$.reasonCode[0].coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.priority' AS detail
FROM entry
