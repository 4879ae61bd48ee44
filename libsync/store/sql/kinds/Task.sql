-- Task: Something to be done.
SELECT
  body,
  coalesce(body ->> '$.executionPeriod.start', body ->> '$.restriction.period.start',
    body ->> '$.authoredOn', body ->> '$.lastModified') AS date,
  coalesce(body ->> '$.executionPeriod.end', body ->> '$.restriction.period.end') AS until,
  coalesce(body ->> '$.description', body ->> '$.code.text', body ->> '$.code.coding[0].display',
    body ->> '$.code.coding[0].code') AS title,
  coalesce(body ->> '$.requester.display', body ->> '$.owner.display') AS author,
  coalesce(body ->> '$.requester.reference', body ->> '$.owner.reference') AS author_ref,
  coalesce(body ->> '$.businessStatus.text', body ->> '$.businessStatus.coding[0].display',
    body ->> '$.businessStatus.coding[0].code') AS category,
  coalesce(body ->> '$.code.coding[0].system',
    '') || '|' || (body ->> '$.code.coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  body ->> '$.priority' AS detail
FROM entry
