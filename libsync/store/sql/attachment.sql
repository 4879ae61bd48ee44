-- The contents of documents.

-- What the index entry says of its content ?3, and what is here of it. The content of another address or another hash is not this one's.
-- @load
SELECT
  doc.row,
  att.value ->> '$.attachment.url',
  att.value ->> '$.attachment.contentType',
  iif(json_type(att.value, '$.attachment.size') = 'integer', att.value ->> '$.attachment.size', -1),
  att.value ->> '$.attachment.hash',
  att.value ->> '$.attachment.title',
  att.value ->> '$.attachment.data',
  content.size,
  content.whole,
  content.verified
FROM resource AS doc
JOIN json_each(doc.body, '$.content') AS att ON att.key = ?3
LEFT JOIN content ON content.owner = doc.row AND content.slot = 'fetched:' || ?3
  AND content.url IS att.value ->> '$.attachment.url' AND content.hash IS att.value ->> '$.attachment.hash'
WHERE doc.source = ?1 AND doc.kind = 'DocumentReference' AND doc.id = ?2;

-- @find-document
SELECT row FROM resource WHERE source = ?1 AND kind = 'DocumentReference' AND id = ?2;

-- @drop-fetched
DELETE FROM content WHERE owner = ?1 AND slot = ?2;

-- @begin
INSERT INTO content (owner, slot, encoding, url, hash) VALUES (?1, ?2, 'bytes', ?3, ?4);

-- @find-content
SELECT row, size FROM content WHERE owner = ?1 AND slot = ?2;

-- @grow
UPDATE content SET size = size + ?2 WHERE row = ?1;

-- @end
UPDATE content SET whole = 1, verified = ?2 WHERE row = ?1;

-- @inline-marker
SELECT json_each.value ->> '$.attachment.data' FROM resource, json_each(resource.body, '$.content')
WHERE resource.row = ?1 AND json_each.key = ?2;

-- @piece
SELECT bytes FROM piece WHERE content = ?1 AND at = ?2;
