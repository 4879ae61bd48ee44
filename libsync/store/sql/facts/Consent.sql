-- Consent: Who is let in or kept out by it, in which role, and which kinds are kept back all the same. Who is only referred to is called by its
-- name, here or of what came with the consent.
WITH here AS (
  SELECT source, body, (SELECT base || '/' FROM source WHERE id = resource.source) AS base FROM resource WHERE row = ?1
), actor AS (
  SELECT each.key, here.source, here.body, each.fullkey AS at,
    replace(coalesce(body ->> (each.fullkey || '.reference.reference'), ''), here.base, '') AS reference
  FROM here, json_each(here.body, '$.provision.actor') AS each WHERE each.key < 100
), named AS (
  SELECT actor.key, coalesce(body ->> (at || '.reference.display'), (
      SELECT coalesce(who.title, who.author) FROM resource AS who
      WHERE who.source = actor.source AND who.kind = substr(reference, 1, instr(reference, '/') - 1)
        AND who.id = substr(reference, instr(reference, '/') + 1)
        AND karne_level (:reader, who.kind, who.labels, NULL) > 0), (
      SELECT coalesce(value ->> '$.practitioner.display', value ->> '$.organization.display', value ->> '$.name[0].text')
      FROM json_each(body, '$.contained') WHERE type = 'object' AND '#' || (value ->> '$.id') = reference)) AS name,
    coalesce(body ->> (at || '.role.text'), body ->> (at || '.role.coding[0].display')) AS role
  FROM actor
)
SELECT 0 AS part, name, value FROM (
  SELECT 0 AS rank, key, 0 AS place, 'actor' AS name, name AS value FROM named
  UNION ALL SELECT 0, key, 1, 'actor-role', role FROM named
  UNION ALL
  SELECT 1, each.key, class.key, 'except', class.value ->> '$.code'
  FROM here, json_each(here.body, '$.provision.provision') AS each, json_each(each.value, '$.class') AS class
  WHERE each.key < 100 AND class.key < 100 AND each.type = 'object' AND class.type = 'object' AND each.value ->> '$.type' = 'deny'
    AND class.value ->> '$.system' = 'http://hl7.org/fhir/resource-types'
)
WHERE value <> ''
ORDER BY rank, key, place;
