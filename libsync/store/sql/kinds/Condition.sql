-- Condition: A state of health, such as a pregnancy or a diabetes. What turned out not to be one is said before all else.
SELECT
  body,
  coalesce(body ->> '$.onsetDateTime', body ->> '$.onsetPeriod.start', body ->> '$.onsetString',
    body ->> '$.recordedDate') AS date,
  coalesce(body ->> '$.abatementDateTime', body ->> '$.abatementPeriod.end') AS until,
  coalesce(body ->> '$.code.text', body ->> '$.code.coding[0].display',
    body ->> '$.code.coding[0].code') AS title,
  coalesce(body ->> '$.asserter.display', body ->> '$.recorder.display') AS author,
  coalesce(body ->> '$.asserter.reference', body ->> '$.recorder.reference') AS author_ref,
  coalesce(body ->> '$.category[0].text', body ->> '$.category[0].coding[0].display',
    body ->> '$.category[0].coding[0].code') AS category,
  coalesce(body ->> '$.code.coding[0].system',
    '') || '|' || (body ->> '$.code.coding[0].code') AS code,
  coalesce(
    CASE WHEN body ->> '$.verificationStatus.coding[0].code' IN ('entered-in-error', 'refuted')
      THEN body ->> '$.verificationStatus.coding[0].code' END,
    body ->> '$.clinicalStatus.coding[0].code'
  ) AS status,
  body -> '$.meta.security' AS labels,
  NULL AS detail
FROM entry
