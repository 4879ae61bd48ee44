-- AuditEvent: In which role, on what, and why. Of the agents, the one that asked is who. What was touched is a part each, numbered from 1,
-- without the person, who goes without saying; what anybody may not see is not called by its title. Access in an emergency is known by what it was for: “break the glass” (BTG), treatment in
-- an emergency (ETREAT), and what French systems say for them. A professional is told as a reference, and with the consent that keeps that
-- one out, if there is one.
WITH here AS (
  SELECT source, body, (SELECT base || '/' FROM source WHERE id = resource.source) AS base FROM resource WHERE row = ?1
), agent AS (
  SELECT here.source, body, each.fullkey AS at, replace(coalesce(body ->> (each.fullkey || '.who.reference'), ''), base, '') AS reference
  FROM here, json_each(here.body, '$.agent') AS each WHERE each.key < 100
  ORDER BY body -> (each.fullkey || '.requestor') = 'true' DESC, each.key LIMIT 1
), purpose AS (
  SELECT each.key, body, each.fullkey AS at FROM here, json_each(here.body, '$.purposeOfEvent') AS each WHERE each.key < 100
  UNION ALL
  SELECT each.key, body, each.fullkey FROM agent, json_each(body, at || '.purposeOfUse') AS each WHERE each.key < 100
), entity AS (
  SELECT each.key + 1 AS part, here.source, body, each.fullkey AS at,
    replace(coalesce(body ->> (each.fullkey || '.what.reference'), ''), base, '') AS reference
  FROM here, json_each(here.body, '$.entity') AS each WHERE each.key < 100
), touched AS (
  SELECT part, nullif(substr(reference, 1, instr(reference, '/') - 1), '') AS kind,
    coalesce(body ->> (at || '.what.display'), (
      SELECT title FROM resource AS it
      WHERE it.source = entity.source AND it.kind = substr(reference, 1, instr(reference, '/') - 1)
        AND it.id = substr(reference, instr(reference, '/') + 1) AND coalesce(instr(it.labels, 'INVISIBLE_'), 0) = 0
        AND karne_level (:reader, it.kind, it.labels, iif(it.kind = 'DocumentReference', it.body -> '$.category', NULL)) > 0),
      body ->> (at || '.name')) AS title
  FROM entity WHERE reference NOT LIKE 'Patient/%'
), blocked AS (
  SELECT consent.source, consent.id, consent.body ->> '$.provision.period.start' AS since
  FROM agent, here, resource AS consent, json_each(consent.body, '$.provision.actor') AS actor
  WHERE consent.source = agent.source AND consent.kind = 'Consent' AND consent.status = 'active'
    AND consent.body ->> '$.provision.type' = 'deny'
    AND karne_level (:reader, consent.kind, consent.labels, NULL) > 0
    AND (replace(coalesce(actor.value ->> '$.reference.reference', ''), base, '') = nullif(agent.reference, '')
      OR (actor.value ->> '$.reference.identifier.value' = agent.body ->> (at || '.who.identifier.value')
        AND actor.value ->> '$.reference.identifier.system' IS agent.body ->> (at || '.who.identifier.system')))
  ORDER BY consent.row LIMIT 1
)
SELECT part, name, value FROM (
  SELECT 0 AS part, 0 AS rank, 0 AS key, 'agent' AS name, substr(reference, 1, instr(reference, '/') - 1) AS value FROM agent
  UNION ALL
  SELECT 0, 1, 0, 'role', coalesce(body ->> (at || '.role[0].text'), body ->> (at || '.role[0].coding[0].display'), (
    SELECT category FROM resource AS who
    WHERE who.source = agent.source AND who.kind IN ('Practitioner', 'PractitionerRole') AND who.kind || '/' || who.id = reference), (
    SELECT category FROM resource AS role
    WHERE role.source = agent.source AND role.kind = 'PractitionerRole' AND role.author_ref = reference LIMIT 1),
    body ->> (at || '.type.text'), body ->> (at || '.type.coding[0].display'))
  FROM agent
  UNION ALL
  SELECT 0, 2, 0, 'emergency', 'true' WHERE EXISTS (
    SELECT 1 FROM purpose, json_each(body, at || '.coding') AS coding
    WHERE lower(body ->> (coding.fullkey || '.code')) IN ('btg', 'etreat', 'bris_de_glace', 'centre_15'))
  UNION ALL
  SELECT 0, 3, key, 'purpose', coalesce(body ->> (at || '.text'), body ->> (at || '.coding[0].display')) FROM purpose
  UNION ALL SELECT 0, 4, 0, 'outcome', body ->> '$.outcomeDesc' FROM here
  UNION ALL
  SELECT 0, 5, 0, 'place', coalesce(body ->> (at || '.location.display'), body ->> '$.source.site') FROM agent
  UNION ALL
  SELECT 0, 6, 0, 'system', coalesce(body ->> '$.source.observer.display', (
    SELECT title FROM resource AS device
    WHERE device.source = here.source AND device.kind IN ('Device', 'Organization')
      AND device.kind || '/' || device.id = replace(here.body ->> '$.source.observer.reference', here.base, '')))
  FROM here
  UNION ALL
  SELECT 0, 7, 0, 'who', iif(reference <> '', json_set(body -> (at || '.who'), '$.reference', reference), body -> (at || '.who'))
  FROM agent
  WHERE substr(reference, 1, instr(reference, '/') - 1) IN ('Practitioner', 'PractitionerRole', 'Organization')
    OR (reference = '' AND body ->> (at || '.who.type') IN ('Practitioner', 'PractitionerRole', 'Organization')
      AND body ->> (at || '.who.identifier.value') <> '')
  UNION ALL SELECT 0, 8, 0, 'blocked', id FROM blocked
  UNION ALL SELECT 0, 9, 0, 'blocked-since', since FROM blocked
  UNION ALL
  SELECT 0, 10, 0, 'blocked-waiting', 'true' FROM blocked
  WHERE EXISTS (SELECT 1 FROM outbox WHERE source = blocked.source AND kind = 'Consent' AND id = blocked.id)
  UNION ALL SELECT part, 0, 0, 'kind', kind FROM touched
  UNION ALL SELECT part, 1, 0, 'title', title FROM touched
)
WHERE value <> ''
ORDER BY part, rank, key;
