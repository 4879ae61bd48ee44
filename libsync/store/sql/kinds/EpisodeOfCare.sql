-- EpisodeOfCare: A stretch of care, such as a pregnancy.
SELECT
  body,
  body ->> '$.period.start' AS date,
  body ->> '$.period.end' AS until,
  coalesce(body ->> '$.type[0].text', body ->> '$.type[0].coding[0].display',
    body ->> '$.type[0].coding[0].code') AS title,
  coalesce(body ->> '$.careManager.display', body ->> '$.managingOrganization.display') AS author,
  coalesce(body ->> '$.careManager.reference',
    body ->> '$.managingOrganization.reference') AS author_ref,
  NULL AS category,
  coalesce(body ->> '$.type[0].coding[0].system',
    '') || '|' || (body ->> '$.type[0].coding[0].code') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  NULL AS detail
FROM entry
