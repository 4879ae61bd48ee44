-- Appointment: A planned meeting. Its person may only have asked for a period. With whom comes before where.
SELECT
  body,
  coalesce(body ->> '$.start', body ->> '$.requestedPeriod[0].start') AS date,
  coalesce(body ->> '$.end', body ->> '$.requestedPeriod[0].end') AS until,
  coalesce(body ->> '$.description', body ->> '$.serviceType[0].text',
    body ->> '$.serviceType[0].coding[0].display', body ->> '$.serviceType[0].coding[0].code',
    body ->> '$.appointmentType.text', body ->> '$.appointmentType.coding[0].display',
    body ->> '$.appointmentType.coding[0].code', body ->> '$.specialty[0].text',
    body ->> '$.specialty[0].coding[0].display', body ->> '$.specialty[0].coding[0].code',
    body ->> '$.serviceCategory[0].text', body ->> '$.serviceCategory[0].coding[0].display') AS title,
  (
    SELECT value ->> '$.actor.display' FROM json_each(body, '$.participant')
    WHERE coalesce(value ->> '$.actor.reference', '') NOT LIKE '%Patient/%' AND value ->> '$.actor.display' IS NOT NULL
    ORDER BY coalesce(value ->> '$.actor.reference', '') LIKE '%Location/%', key LIMIT 1
  ) AS author,
  (
    SELECT value ->> '$.actor.reference' FROM json_each(body, '$.participant')
    WHERE value ->> '$.actor.reference' NOT LIKE '%Patient/%' AND value ->> '$.actor.reference' NOT LIKE '%Location/%'
    ORDER BY key LIMIT 1
  ) AS author_ref,
  coalesce(body ->> '$.serviceCategory[0].text', body ->> '$.serviceCategory[0].coding[0].display',
    body ->> '$.serviceCategory[0].coding[0].code') AS category,
  coalesce(body ->> '$.serviceType[0].coding[0].system',
    '') || '|' || (body ->> '$.serviceType[0].coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.comment' AS detail
FROM entry
