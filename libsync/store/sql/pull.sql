-- Where the pull of each kind stands, and what it still needs.

-- @load
SELECT cursor, resume, started, received, total, state, listed, list_resume, list_total, list_here
FROM pull WHERE source = ?1 AND kind = ?2;

-- @save
INSERT OR REPLACE INTO pull (source, kind, cursor, resume, started, received, total, state, listed, list_resume, list_total, list_here)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- @list-states
SELECT source, kind, state, received, total, cursor FROM pull WHERE state IS NOT NULL ORDER BY source, kind;

-- @clear-listing
DELETE FROM listing WHERE source = ?1 AND kind = ?2;

-- @add-to-listing
INSERT OR REPLACE INTO listing (source, kind, id, version) VALUES (?1, ?2, ?3, ?4);

-- Here, and not on the server any more.
-- @find-missing
SELECT id FROM resource AS here
WHERE source = ?1 AND kind = ?2
  AND NOT EXISTS (SELECT 1 FROM listing WHERE source = ?1 AND kind = ?2 AND id = here.id)
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE source = ?1 AND kind = ?2 AND id = here.id AND op = 'create')
UNION ALL
SELECT id FROM outbox AS here
WHERE source = ?1 AND kind = ?2 AND op = 'delete'
  AND NOT EXISTS (SELECT 1 FROM listing WHERE source = ?1 AND kind = ?2 AND id = here.id)
LIMIT ?3;

-- On the server, and not here in that version; where it has none (`@` stands before the time), as of that change.
-- @find-unread
SELECT id FROM listing AS there
WHERE source = ?1 AND kind = ?2
  AND NOT EXISTS (
    SELECT 1 FROM resource
    WHERE source = ?1 AND kind = ?2 AND id = there.id
      AND (coalesce(version, '@' || updated) = there.version OR there.version IS NULL))
  AND NOT EXISTS (
    SELECT 1 FROM quarantine
    WHERE source = ?1 AND name = ?2 || '/' || there.id
      AND (version = there.version OR there.version IS NULL OR there.version GLOB '@*'))
  AND NOT EXISTS (
    SELECT 1 FROM outbox
    WHERE source = ?1 AND kind = ?2 AND id = there.id AND op = 'delete'
      AND (coalesce(base_version, '@' || base_updated) = there.version OR there.version IS NULL))
LIMIT ?3;

-- Of more than can be asked for at once, each has its turn.
-- @wanted
SELECT id FROM wanted WHERE source = ?1 AND kind = ?2 AND tries < ?3 ORDER BY tries, id LIMIT ?4;

-- @note-try
UPDATE wanted SET tries = tries + 1, outcome = ?4 WHERE source = ?1 AND kind = ?2 AND id = ?3;

-- How many of those that are here changed on the server since then.
-- @count-since
SELECT
  (SELECT count(*) FROM resource
   WHERE source = ?1 AND kind = ?2 AND unixepoch(updated, 'subsec') >= unixepoch(?3, 'subsec'))
  + (SELECT count(*) FROM outbox
     WHERE source = ?1 AND kind = ?2 AND op = 'delete' AND unixepoch(base_updated, 'subsec') >= unixepoch(?3, 'subsec'));

-- @find-newest
SELECT updated FROM resource
WHERE source = ?1 AND kind = ?2 AND unixepoch(updated) IS NOT NULL
ORDER BY unixepoch(updated, 'subsec') DESC LIMIT 1;

-- Whether this one is here, be it in quarantine.
-- @is-here
SELECT EXISTS (SELECT 1 FROM resource WHERE source = ?1 AND kind = ?2 AND id = ?3)
  OR EXISTS (SELECT 1 FROM quarantine WHERE source = ?1 AND name = ?2 || '/' || ?3);

-- Up to when all of a kind is here, by the servers' clocks: NULL as long as one of them was never asked for all of it.
-- @known-until
SELECT iif(count(*) = count(pull.cursor), strftime('%Y-%m-%dT%H:%M:%SZ', min(unixepoch(pull.cursor)), 'unixepoch'), NULL)
FROM source LEFT JOIN pull ON pull.source = source.id AND pull.kind = ?1;
