-- The servers that hold parts of the record.

-- @add
INSERT INTO source (base, patient, token) VALUES (?1, ?2, ?3) RETURNING id;

-- @remove
DELETE FROM source WHERE id = ?1;

-- @list
SELECT id, base, patient, token, gifts, pulled, checked, trouble FROM source ORDER BY id;

-- @get
SELECT id, base, patient, token, gifts, pulled, checked, trouble FROM source WHERE id = ?1;

-- @set-token
UPDATE source SET token = ?2 WHERE id = ?1;

-- @save-gifts
UPDATE source SET gifts = ?2 WHERE id = ?1;

-- A sync that came to nothing does not make the copy any fresher.
-- @save-outcome
UPDATE source SET pulled = coalesce(?2, pulled), checked = iif(?4 IS NULL, ?3, checked), trouble = ?4 WHERE id = ?1;
