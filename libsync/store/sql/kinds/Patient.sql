-- Patient: The person.
SELECT
  body,
  body ->> '$.birthDate' AS date,
  NULL AS until,
  nullif(coalesce(
    body ->> '$.name[0].text',
    trim(coalesce((body ->> '$.name[0].prefix[0]') || ' ', '')
      || coalesce((body ->> '$.name[0].given[0]') || ' ', '')
      || coalesce(body ->> '$.name[0].family', ''))
  ), '') AS title,
  NULL AS author,
  NULL AS author_ref,
  NULL AS category,
  NULL AS code,
  body ->> '$.active' AS status,
  NULL AS labels,
  body ->> '$.gender' AS detail
FROM entry
