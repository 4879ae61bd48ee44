-- CommunicationRequest: What the person is to be told, and why.
WITH here AS (
  SELECT body FROM resource WHERE row = ?1
)
SELECT 0 AS part, name, value FROM (
  SELECT 0 AS rank, each.key, 'text' AS name, body ->> (each.fullkey || '.contentString') AS value
  FROM here, json_each(here.body, '$.payload') AS each WHERE each.key < 100
  UNION ALL
  SELECT 1, each.key, 'attachment', body ->> (each.fullkey || '.contentAttachment.title')
  FROM here, json_each(here.body, '$.payload') AS each WHERE each.key < 100
  UNION ALL
  SELECT 2, 0, 'from', coalesce(body ->> '$.occurrenceDateTime', body ->> '$.occurrencePeriod.start') FROM here
  UNION ALL
  SELECT 3, 0, 'until', coalesce(body ->> '$.occurrenceDateTime', body ->> '$.occurrencePeriod.end') FROM here
  UNION ALL
  SELECT 4, each.key, 'reason', coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'))
  FROM here, json_each(here.body, '$.reasonCode') AS each WHERE each.key < 100
  UNION ALL
  SELECT 5, 0, 'status-reason', coalesce(body ->> '$.statusReason.text', body ->> '$.statusReason.coding[0].display') FROM here
  UNION ALL SELECT 6, each.key, 'note', body ->> (each.fullkey || '.text')
  FROM here, json_each(here.body, '$.note') AS each WHERE each.key < 100
  UNION ALL SELECT 7, 0, 'authored', body ->> '$.authoredOn' FROM here
)
WHERE value <> ''
ORDER BY rank, key;
