-- QuestionnaireResponse: The answers. The canonical of the questions is in `code`.
SELECT
  body,
  body ->> '$.authored' AS date,
  NULL AS until,
  coalesce(body ->> '$._questionnaire.extension[0].valueString', body ->> '$.questionnaire') AS title,
  body ->> '$.author.display' AS author,
  body ->> '$.author.reference' AS author_ref,
  NULL AS category,
  body ->> '$.questionnaire' AS code,
  body ->> '$.status' AS status,
  body -> '$.meta.security' AS labels,
  NULL AS detail
FROM entry
