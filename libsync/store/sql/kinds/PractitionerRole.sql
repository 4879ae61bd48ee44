-- PractitionerRole: A professional in a place of work. Most often only its references say who and where.
SELECT
  body,
  NULL AS date,
  NULL AS until,
  body ->> '$.practitioner.display' AS title,
  body ->> '$.practitioner.display' AS author,
  coalesce(body ->> '$.practitioner.reference', body ->> '$.organization.reference') AS author_ref,
  coalesce(body ->> '$.specialty[0].text', body ->> '$.specialty[0].coding[0].display',
    body ->> '$.specialty[0].coding[0].code') AS category,
  coalesce(body ->> '$.code[0].coding[0].system',
    '') || '|' || (body ->> '$.code[0].coding[0].code') AS code,
  body ->> '$.active' AS status,
  NULL AS labels,
  body ->> '$.organization.display' AS detail
FROM entry
