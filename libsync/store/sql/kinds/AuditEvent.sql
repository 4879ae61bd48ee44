-- AuditEvent: Who looked at the record, when, by which system. Of the agents, the one that asked is who; others are machines between.
SELECT
  body,
  coalesce(body ->> '$.period.start', body ->> '$.recorded') AS date,
  body ->> '$.period.end' AS until,
  coalesce(body ->> '$.subtype[0].display', body ->> '$.type.display',
    body ->> '$.type.code') AS title,
  (
    SELECT coalesce(value ->> '$.name', value ->> '$.who.display', value ->> '$.altId') FROM json_each(body, '$.agent')
    ORDER BY value -> '$.requestor' = 'true' DESC, key LIMIT 1
  ) AS author,
  (
    SELECT value ->> '$.who.reference' FROM json_each(body, '$.agent')
    ORDER BY value -> '$.requestor' = 'true' DESC, key LIMIT 1
  ) AS author_ref,
  coalesce(body ->> '$.type.display', body ->> '$.type.code') AS category,
  coalesce(body ->> '$.type.system', '') || '|' || (body ->> '$.type.code') AS code,
  body ->> '$.outcome' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.action' AS detail
FROM entry
