-- The servers that hold parts of the record.

-- @add
INSERT INTO source (base, patient, token) VALUES (?1, ?2, ?3) RETURNING id;

-- @remove
DELETE FROM source WHERE id = ?1;

-- @list
SELECT id, base, patient, token, gifts, pulled, checked, source.trouble, id IN (SELECT source FROM sign_in), told IS NOT NULL, telling.trouble,
  coalesce(telling.status, 0),
  (SELECT count(*) FROM access_log AS log WHERE log.number > told AND (log.source IS NULL OR log.source = source.id))
FROM source LEFT JOIN telling ON telling.source = source.id ORDER BY id;

-- @get
SELECT id, base, patient, token, gifts, pulled, checked, source.trouble, id IN (SELECT source FROM sign_in), told IS NOT NULL, telling.trouble,
  coalesce(telling.status, 0),
  (SELECT count(*) FROM access_log AS log WHERE log.number > told AND (log.source IS NULL OR log.source = source.id))
FROM source LEFT JOIN telling ON telling.source = source.id WHERE id = ?1;

-- @set-token
UPDATE source SET token = ?2 WHERE id = ?1;

-- @save-gifts
UPDATE source SET gifts = ?2 WHERE id = ?1;

-- A sync that came to nothing does not make the copy any fresher.
-- @save-outcome
UPDATE source SET pulled = coalesce(?2, pulled), checked = iif(?4 IS NULL, ?3, checked), trouble = ?4 WHERE id = ?1;

-- @save-sign-in
REPLACE INTO sign_in
  (source, issuer, token_endpoint, revocation_endpoint, end_session_endpoint, client, asked, granted, patient, refresh, expires)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- @get-sign-in
SELECT base, token, issuer, token_endpoint, revocation_endpoint, end_session_endpoint, client, asked, granted, sign_in.patient, refresh, expires
FROM sign_in JOIN source ON source.id = sign_in.source
WHERE sign_in.source = ?1;

-- @forget-sign-in
DELETE FROM sign_in WHERE source = ?1;
