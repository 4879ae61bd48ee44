-- AuditEvent: Who looked at the record, when, by which system.
SELECT
  body,
  coalesce(body ->> '$.period.start', body ->> '$.recorded') AS date,
  body ->> '$.period.end' AS until,
  coalesce(body ->> '$.subtype[0].display', body ->> '$.type.display',
    body ->> '$.type.code') AS title,
  coalesce(body ->> '$.agent[0].name', body ->> '$.agent[0].who.display',
    body ->> '$.agent[0].altId') AS author,
  body ->> '$.agent[0].who.reference' AS author_ref,
  coalesce(body ->> '$.type.display', body ->> '$.type.code') AS category,
  coalesce(body ->> '$.type.system', '') || '|' || (body ->> '$.type.code') AS code,
  body ->> '$.outcome' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.action' AS detail
FROM entry
