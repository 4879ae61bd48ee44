-- QuestionnaireResponse: The answers. The canonical of the questions is in `code`; when those are here, their title is this one's.
SELECT
  body,
  body ->> '$.authored' AS date,
  NULL AS until,
  coalesce(body ->> '$._questionnaire.extension[0].valueString', body ->> '$.item[0].text',
    body ->> '$.item[0].item[0].text', body ->> '$.questionnaire') AS title,
  body ->> '$.author.display' AS author,
  body ->> '$.author.reference' AS author_ref,
  NULL AS category,
  body ->> '$.questionnaire' AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  NULL AS detail
FROM entry
