-- Questionnaire: The questions. Its canonical is in `code`, with a bar and its version behind it.
SELECT
  body,
  body ->> '$.date' AS date,
  NULL AS until,
  coalesce(body ->> '$.title', body ->> '$.name', body ->> '$.code[0].display',
    body ->> '$.item[0].text', body ->> '$.item[0].item[0].text') AS title,
  body ->> '$.publisher' AS author,
  NULL AS author_ref,
  NULL AS category,
  (body ->> '$.url') || coalesce('|' || (body ->> '$.version'), '') AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  NULL AS detail
FROM entry
