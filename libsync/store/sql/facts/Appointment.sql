-- Appointment: Who is there and where, and what was said about it. Its person goes without saying.
WITH here AS (
  SELECT source, body, (SELECT base || '/' FROM source WHERE id = resource.source) AS base FROM resource WHERE row = ?1
), actor AS (
  SELECT each.key, here.source, body ->> (each.fullkey || '.actor.display') AS display,
    replace(coalesce(body ->> (each.fullkey || '.actor.reference'), ''), here.base, '') AS reference
  FROM here, json_each(here.body, '$.participant') AS each WHERE each.key < 100
), named AS (
  SELECT actor.key, actor.reference, coalesce(actor.display, who.title, who.author) AS name,
    CASE who.kind WHEN 'Location' THEN who.detail END AS address
  FROM actor LEFT JOIN resource AS who
    ON who.source = actor.source
    AND who.kind = substr(actor.reference, 1, instr(actor.reference, '/') - 1)
    AND who.id = substr(actor.reference, instr(actor.reference, '/') + 1)
)
SELECT 0 AS part, name, value FROM (
  SELECT 0 AS rank, key, 'with' AS name, name AS value FROM named
  WHERE reference NOT LIKE '%Patient/%' AND reference NOT LIKE '%Location/%'
  UNION ALL
  SELECT 1, key, 'place', name || coalesce(', ' || address, '') FROM named WHERE reference LIKE '%Location/%'
  UNION ALL
  SELECT 2, each.key, 'specialty', coalesce(body ->> (each.fullkey || '.text'), body ->> (each.fullkey || '.coding[0].display'))
  FROM here, json_each(here.body, '$.specialty') AS each WHERE each.key < 100
  UNION ALL SELECT 3, 0, 'comment', body ->> '$.comment' FROM here
  UNION ALL SELECT 4, 0, 'instruction', body ->> '$.patientInstruction' FROM here
  UNION ALL
  SELECT 5, 0, 'status-reason', coalesce(body ->> '$.cancelationReason.text', body ->> '$.cancelationReason.coding[0].display')
  FROM here
  UNION ALL SELECT 6, 0, 'authored', body ->> '$.created' FROM here
)
WHERE value <> ''
ORDER BY rank, key;
