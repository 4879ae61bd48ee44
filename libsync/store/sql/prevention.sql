-- What the rules of prevention rest on. Codes come as lines of `system|code`.

-- The person, as the sources have it: those whose record this is.
-- @person
SELECT here.source, here.kind, here.id, here.updated, here.date, here.detail,
  (SELECT value ->> '$.postalCode' FROM json_each(here.body, '$.address')
   WHERE coalesce(value ->> '$.country', 'FR') IN ('FR', 'FRA', 'France')
   ORDER BY coalesce(value ->> '$.use', 'home') <> 'home', key LIMIT 1)
FROM resource AS here JOIN source ON source.id = here.source AND source.patient = here.id
WHERE here.kind = 'Patient'
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, here.kind, here.labels, NULL) = 2
ORDER BY here.source;

-- What was done, and what the person has. Of documents and observations there may be thousands: only those of certain codes.
-- @facts
SELECT here.source, here.kind, here.id, here.updated, here.date, here.until, here.title, here.status,
  (SELECT group_concat(coalesce(value ->> '$.system', '') || '|' || (value ->> '$.code'), char(10))
   FROM json_each(here.body, CASE here.kind
     WHEN 'Immunization' THEN '$.vaccineCode.coding' WHEN 'DocumentReference' THEN '$.type.coding'
     WHEN 'EpisodeOfCare' THEN '$.type[0].coding' ELSE '$.code.coding' END)
   WHERE key < 100),
  iif(here.kind = 'Immunization', (
    SELECT group_concat(coalesce(coding.value ->> '$.system', '') || '|' || (coding.value ->> '$.code'), char(10))
    FROM json_each(here.body, '$.protocolApplied') AS protocol,
      json_each(here.body, protocol.fullkey || '.targetDisease') AS disease,
      json_each(here.body, disease.fullkey || '.coding') AS coding
    WHERE protocol.key < 100 AND disease.key < 100 AND coding.key < 100), NULL),
  here.kind = 'Immunization' AND (here.body -> '$.primarySource' IS 'false' OR here.body -> '$.lotNumber' IS NULL),
  here.body -> '$.isSubpotent' IS 'true' OR here.body -> '$.modifierExtension' IS NOT NULL,
  coalesce(here.body ->> '$.valueDateTime', here.body ->> '$.valueQuantity.value')
FROM resource AS here
WHERE (here.kind IN ('Immunization', 'Procedure', 'Condition', 'EpisodeOfCare')
    OR (here.kind IN ('DocumentReference', 'Observation') AND here.code IN (SELECT value FROM json_each(:codes))))
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, here.kind, here.labels, iif(here.kind = 'DocumentReference', here.body -> '$.category', NULL)) = 2;

-- What the person says was done of what a rule asks for, and did not take back.
-- @told
SELECT here.source, here.kind, here.id, here.updated, coalesce(here.until, here.date), here.title, here.code
FROM resource AS here
WHERE here.kind = 'Task' AND here.code BETWEEN :first AND :last AND here.status = 'completed'
  AND EXISTS (
    SELECT 1 FROM json_each(here.body, '$.businessStatus.coding')
    WHERE value ->> '$.system' = 'urn:re.karne:act' AND value ->> '$.code' = 'done')
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, here.kind, here.labels, NULL) = 2;

-- What servers say is to be done, or was, and what the person said of it. A recommendation has parts, numbered from 1.
-- @notices
SELECT here.source, here.kind, here.id, 0, here.title, here.status, here.date, here.until, NULL,
  here.category,
  (SELECT group_concat(coalesce(value ->> '$.system', '') || '|' || (value ->> '$.code'), char(10))
   FROM json_each(here.body, iif(here.kind = 'Task', '$.code.coding', '$.reasonCode[0].coding')) WHERE key < 100),
  NULL,
  (SELECT value ->> '$.code' FROM json_each(here.body, '$.businessStatus.coding')
   WHERE here.kind = 'Task' AND value ->> '$.system' = 'urn:re.karne:act' LIMIT 1),
  here.body ->> '$.focus.reference', here.updated, here.version,
  coalesce(
    (SELECT 4 FROM conflict
     WHERE source = here.source AND kind = here.kind AND id = here.id AND decided IS NULL LIMIT 1),
    (SELECT CASE state WHEN 'waiting' THEN 1 WHEN 'sending' THEN 2 ELSE 3 END FROM outbox
     WHERE source = here.source AND kind = here.kind AND id = here.id ORDER BY seq LIMIT 1), 0),
  here.body ->> '$.authoredOn'
FROM resource AS here
WHERE (here.kind IN ('Task', 'CommunicationRequest') OR (here.kind = 'Communication'
    AND here.category IN ('EXAMEN_RECOMMANDE', 'RAPPEL_RDV_PREV_VACC', 'RAPPEL_RDV_PREV_DEPIST', 'AJOUT_VACCINATION')))
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, here.kind, here.labels, NULL) = 2
UNION ALL
SELECT here.source, here.kind, here.id, each.key + 1,
  coalesce(each.value ->> '$.vaccineCode[0].text', each.value ->> '$.vaccineCode[0].coding[0].display',
    each.value ->> '$.targetDisease.text', each.value ->> '$.targetDisease.coding[0].display'),
  coalesce(each.value ->> '$.forecastStatus.coding[0].code', each.value ->> '$.forecastStatus.text'),
  (SELECT value ->> '$.value' FROM json_each(each.value, '$.dateCriterion')
   WHERE value ->> '$.code.coding[0].code' IN ('30980-7', '30981-5')
   ORDER BY value ->> '$.code.coding[0].code' LIMIT 1),
  (SELECT value ->> '$.value' FROM json_each(each.value, '$.dateCriterion')
   WHERE value ->> '$.code.coding[0].code' = '59777-3' LIMIT 1),
  (SELECT value ->> '$.value' FROM json_each(each.value, '$.dateCriterion')
   WHERE value ->> '$.code.coding[0].code' = '59778-1' LIMIT 1),
  NULL,
  (SELECT group_concat(coalesce(value ->> '$.system', '') || '|' || (value ->> '$.code'), char(10))
   FROM json_each(each.value, '$.vaccineCode[0].coding') WHERE key < 100),
  (SELECT group_concat(coalesce(value ->> '$.system', '') || '|' || (value ->> '$.code'), char(10))
   FROM json_each(each.value, '$.targetDisease.coding') WHERE key < 100),
  NULL, NULL, here.updated, here.version, 0, NULL
FROM resource AS here, json_each(here.body, '$.recommendation') AS each
WHERE here.kind = 'ImmunizationRecommendation' AND each.key < 100
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, here.kind, here.labels, NULL) = 2;

-- The vaccinations that were given. Codes come as lines of `system|code`.
-- @vaccinations
SELECT here.source, here.kind, here.id, here.date, here.title,
  (SELECT group_concat(coalesce(value ->> '$.system', '') || '|' || (value ->> '$.code'), char(10))
   FROM json_each(here.body, '$.vaccineCode.coding') WHERE key < 100),
  (SELECT group_concat(coalesce(coding.value ->> '$.system', '') || '|' || (coding.value ->> '$.code'), char(10))
   FROM json_each(here.body, '$.protocolApplied') AS protocol,
     json_each(here.body, protocol.fullkey || '.targetDisease') AS disease,
     json_each(here.body, disease.fullkey || '.coding') AS coding
   WHERE protocol.key < 100 AND disease.key < 100 AND coding.key < 100),
  here.body -> '$.primarySource' IS 'false',
  here.body -> '$.isSubpotent' IS 'true' OR here.body -> '$.modifierExtension' IS NOT NULL,
  here.body ->> '$.lotNumber',
  coalesce(here.author, (
    SELECT coalesce(who.title, who.author) FROM resource AS who
    WHERE who.source = here.source
      AND who.kind = substr(here.author_ref, 1, instr(here.author_ref, '/') - 1)
      AND who.id = substr(here.author_ref, instr(here.author_ref, '/') + 1))),
  here.detail,
  coalesce(here.body -> '$.protocolApplied[0].seriesDosesPositiveInt', here.body ->> '$.protocolApplied[0].seriesDosesString'),
  here.category
FROM resource AS here
WHERE here.kind = 'Immunization' AND here.status = 'completed'
  AND coalesce(instr(here.labels, :hidden), 0) = 0 AND coalesce(instr(here.labels, :hidden_too), 0) = 0
  AND karne_level (:reader, here.kind, here.labels, NULL) = 2;
