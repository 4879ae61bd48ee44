-- ImmunizationRecommendation: Each recommendation is a part, numbered from 1. Its dates are told apart by their LOINC codes.
WITH here AS (
  SELECT body FROM resource WHERE row = ?1
), advice AS (
  SELECT each.key + 1 AS part, each.fullkey AS at, body FROM here, json_each(here.body, '$.recommendation') AS each
  WHERE each.key < 100
), criterion AS (
  SELECT part, body ->> (each.fullkey || '.value') AS date,
    (SELECT body ->> (coding.fullkey || '.code') FROM json_each(body, each.fullkey || '.code.coding') AS coding
     WHERE body ->> (coding.fullkey || '.code') IN ('30981-5', '30980-7', '59777-3', '59778-1') LIMIT 1) AS code
  FROM advice, json_each(body, at || '.dateCriterion') AS each
  WHERE each.key < 100
)
SELECT part, name, value FROM (
  SELECT part, 0 AS rank, each.key, 'vaccine' AS name,
    coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'),
      body ->> (each.fullkey || '.coding[0].code')) AS value
  FROM advice, json_each(body, at || '.vaccineCode') AS each WHERE each.key < 100
  UNION ALL
  SELECT part, 1, 0, 'disease', coalesce(body ->> (at || '.targetDisease.text'),
    body ->> (at || '.targetDisease.coding[0].display'), body ->> (at || '.targetDisease.coding[0].code'))
  FROM advice
  UNION ALL
  SELECT part, 2, 0, 'status', coalesce(body ->> (at || '.forecastStatus.coding[0].code'), body ->> (at || '.forecastStatus.text'))
  FROM advice
  UNION ALL SELECT part, 3, 0, 'earliest', date FROM criterion WHERE code = '30981-5'
  UNION ALL SELECT part, 4, 0, 'due', date FROM criterion WHERE code = '30980-7'
  UNION ALL SELECT part, 5, 0, 'latest', date FROM criterion WHERE code = '59777-3'
  UNION ALL SELECT part, 6, 0, 'overdue', date FROM criterion WHERE code = '59778-1'
  UNION ALL
  SELECT part, 7, 0, 'dose', coalesce(body -> (at || '.doseNumberPositiveInt'), body ->> (at || '.doseNumberString')) FROM advice
  UNION ALL
  SELECT part, 8, 0, 'doses', coalesce(body -> (at || '.seriesDosesPositiveInt'), body ->> (at || '.seriesDosesString')) FROM advice
  UNION ALL
  SELECT part, 9, each.key, 'reason', coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'))
  FROM advice, json_each(body, at || '.forecastReason') AS each WHERE each.key < 100
  UNION ALL SELECT part, 10, 0, 'note', body ->> (at || '.description') FROM advice
)
WHERE value <> ''
ORDER BY part, rank, key;
