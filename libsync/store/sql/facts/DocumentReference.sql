-- DocumentReference: What it is, who made it and who answers for it, where and for whom. Its contents are its parts. The author of a line is
-- the first one; here are all, by the names that came with them, or by those that are here. Whom the document is about goes without saying.
WITH here AS (
  SELECT source, body, (SELECT base || '/' FROM source WHERE id = resource.source) AS base FROM resource WHERE row = ?1
), party AS (
  SELECT 'author' AS name, each.key, body ->> (each.fullkey || '.display') AS display,
    replace(body ->> (each.fullkey || '.reference'), base, '') AS reference
  FROM here, json_each(here.body, '$.author') AS each WHERE each.key < 100
  UNION ALL SELECT 'authenticator', 0, body ->> '$.authenticator.display', replace(body ->> '$.authenticator.reference', base, '') FROM here
  UNION ALL SELECT 'custodian', 0, body ->> '$.custodian.display', replace(body ->> '$.custodian.reference', base, '') FROM here
), named AS (
  SELECT party.name, party.key, coalesce(party.display, (
    SELECT coalesce(
      value ->> '$.name[0].text',
      trim(coalesce((value ->> '$.name[0].given[0]') || ' ', '') || (value ->> '$.name[0].family')),
      value ->> '$.practitioner.display', value ->> '$.organization.display', value ->> '$.deviceName[0].name',
      CASE WHEN json_type(value, '$.name') = 'text' THEN value ->> '$.name' END)
    FROM json_each(here.body, '$.contained') WHERE type = 'object' AND '#' || (value ->> '$.id') = party.reference
  ), who.title, who.author) AS value
  FROM here CROSS JOIN party LEFT JOIN resource AS who
    ON who.source = here.source
    AND who.kind = substr(party.reference, 1, instr(party.reference, '/') - 1)
    AND who.id = substr(party.reference, instr(party.reference, '/') + 1)
), coding AS (
  SELECT each.key, body ->> (each.fullkey || '.text') AS text, body, each.fullkey || '.coding' AS at
  FROM here, json_each(here.body, '$.securityLabel') AS each WHERE each.key < 100
  UNION ALL SELECT 100, NULL, body, '$.meta.security' FROM here
), label AS (
  SELECT min(coding.key * 100 + each.key) AS key, body ->> (each.fullkey || '.code') AS code,
    coalesce(text, body ->> (each.fullkey || '.display')) AS words
  FROM coding, json_each(body, at) AS each WHERE each.key < 100 GROUP BY 2
), attachment AS (
  SELECT each.key, body -> (each.fullkey || '.attachment') AS value FROM here, json_each(here.body, '$.content') AS each WHERE each.key < 100
)
SELECT part, name, value FROM (
  SELECT 0 AS part, 0 AS rank, 0 AS key, 'type' AS name,
    coalesce(body ->> '$.type.text', body ->> '$.type.coding[0].display', body ->> '$.type.coding[0].code') AS value FROM here
  UNION ALL SELECT 0, 1, key, name, value FROM named WHERE name = 'author'
  UNION ALL SELECT 0, 2, key, name, value FROM named WHERE name = 'authenticator'
  UNION ALL SELECT 0, 3, 0, 'performed-from', body ->> '$.context.period.start' FROM here
  UNION ALL SELECT 0, 4, 0, 'performed-until', body ->> '$.context.period.end' FROM here
  UNION ALL
  SELECT 0, 5, each.key, 'event', coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'))
  FROM here, json_each(here.body, '$.context.event') AS each WHERE each.key < 100
  UNION ALL
  SELECT 0, 6, 0, 'setting',
    coalesce(body ->> '$.context.practiceSetting.text', body ->> '$.context.practiceSetting.coding[0].display') FROM here
  UNION ALL
  SELECT 0, 7, 0, 'facility', coalesce(body ->> '$.context.facilityType.text', body ->> '$.context.facilityType.coding[0].display') FROM here
  UNION ALL SELECT 0, 8, 0, 'description', body ->> '$.description' FROM here
  UNION ALL
  SELECT 0, 9, each.key, 'replaces', coalesce(other.title, here.body ->> (each.fullkey || '.target.display'))
  FROM here CROSS JOIN json_each(here.body, '$.relatesTo') AS each LEFT JOIN resource AS other
    ON other.source = here.source AND other.kind = 'DocumentReference'
    AND other.id = replace(replace(here.body ->> (each.fullkey || '.target.reference'), here.base, ''), 'DocumentReference/', '')
    AND coalesce(instr(other.labels, '"INVISIBLE_'), 0) = 0
    AND karne_level (:reader, other.kind, other.labels, other.body -> '$.category') > 0
  WHERE each.key < 100 AND here.body ->> (each.fullkey || '.code') = 'replaces'
  UNION ALL SELECT 0, 10, 0, 'registered', body ->> '$.date' FROM here
  UNION ALL SELECT 0, 11, 0, name, value FROM named WHERE name = 'custodian'
  -- TRE_A08 and TRE_A07 by their codes; of any other label, what its sender calls it.
  UNION ALL
  SELECT 0, 12, key, 'label',
    CASE WHEN code IN ('N', 'R', 'V', 'MASQUE_PS', 'INVISIBLE_REPRESENTANTS_LEGAUX') THEN code
    ELSE coalesce(words, code) END FROM label
  UNION ALL
  SELECT 0, 13, each.key, 'archived', 'true' FROM here, json_each(here.body, '$.extension') AS each
  WHERE each.key < 100 AND each.type = 'object' AND each.value ->> '$.url' LIKE '%pdsm-ext-is-archived'
    AND json_type(each.value, '$.valueBoolean') = 'true'
  UNION ALL SELECT key + 1, 20, 0, 'title', value ->> '$.title' FROM attachment
  UNION ALL SELECT key + 1, 21, 0, 'content-type', value ->> '$.contentType' FROM attachment
  UNION ALL SELECT key + 1, 22, 0, 'size', value ->> '$.size' FROM attachment
  UNION ALL SELECT key + 1, 23, 0, 'created', value ->> '$.creation' FROM attachment
)
WHERE value <> ''
ORDER BY part, rank, key;
