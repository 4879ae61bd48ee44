CREATE TABLE access_log (
  number INTEGER PRIMARY KEY AUTOINCREMENT, -- 1, 2, 3…, without a gap
  at INTEGER NOT NULL,               -- this computer's time, seconds since 1970: shown, never compared
  act TEXT NOT NULL,                 -- nick of what was done
  reader TEXT NOT NULL CHECK (reader IN ('person', 'representative', 'helper')),
  role TEXT,                         -- of a helper: its role in the habilitation matrix
  name TEXT,
  structure TEXT,
  purposes TEXT,                     -- one a line
  source INTEGER,                    -- refers to nothing: the row stays when its source goes
  kind TEXT,                         -- NULL: nothing of the record, or all of it
  id TEXT,                           -- NULL: the kind as a whole
  detail TEXT,                       -- what was searched for, …
  link BLOB NOT NULL CHECK (length (link) = 32)
) STRICT;
CREATE TABLE conflict (
  row INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  base TEXT,                         -- what both rest on; NULL where nothing is known of it
  mine TEXT,                         -- NULL: deleted here
  theirs TEXT,                       -- NULL: not there any more
  theirs_version TEXT,
  why TEXT NOT NULL CHECK (why IN ('overlap', 'deleted-there', 'deleted-here', 'withdrawn', 'overwritten')),
  fields TEXT NOT NULL DEFAULT '[]', -- JSON: paths that both sides touched
  found INTEGER NOT NULL,
  decided INTEGER,
  decision TEXT                      -- JSON: what was kept, field by field
) STRICT;
CREATE TABLE content (
  row INTEGER PRIMARY KEY,
  owner INTEGER REFERENCES resource (row) ON DELETE CASCADE, -- NULL while its entry is still arriving
  slot TEXT NOT NULL,                -- 'inline:0' the first one diverted from the body, 'fetched:0' content[0] of a document
  encoding TEXT NOT NULL CHECK (encoding IN ('base64', 'bytes')), -- base64: as it stood between the quotes
  url TEXT,                          -- of what was fetched, and with which hash announced: another one makes it stale
  hash TEXT,
  size INTEGER NOT NULL DEFAULT 0,   -- bytes here
  whole INTEGER NOT NULL DEFAULT 0,
  verified TEXT NOT NULL DEFAULT 'no' CHECK (verified IN ('no', 'size', 'hash')), kept_for INTEGER REFERENCES outbox (seq) ON DELETE CASCADE,
  UNIQUE (owner, slot)
) STRICT;
CREATE TABLE gone (
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('deleted', 'withdrawn')),
  since TEXT, version TEXT, updated TEXT,                        -- the server's time when it was noticed
  PRIMARY KEY (source, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
  row INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('sent', 'merged', 'parked', 'conflict', 'decided', 'undone')),
  detail TEXT                        -- JSON
) STRICT;
CREATE TABLE listing (
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version TEXT,
  PRIMARY KEY (source, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  op TEXT NOT NULL CHECK (op IN ('create', 'update', 'delete')),
  uuid TEXT NOT NULL UNIQUE,         -- of this change, whatever becomes of the id
  base_version TEXT,                 -- of the version it rests on; NULL where there is none, or none is known yet
  base_updated TEXT,
  base TEXT,                         -- that version's text; NULL for a create
  body TEXT,                         -- what is to be there; NULL for a delete
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'parked')),
  tries INTEGER NOT NULL DEFAULT 0,
  tried INTEGER,                     -- this computer's time of the last try
  status INTEGER,                    -- of the answer that refused it
  reason TEXT,                       -- why it is parked, as a nick
  words TEXT,                        -- what the server said of it
  made INTEGER NOT NULL              -- this computer's time: shown, never compared
, missed INTEGER) STRICT;
CREATE TABLE piece (
  content INTEGER NOT NULL REFERENCES content (row) ON DELETE CASCADE,
  at INTEGER NOT NULL,               -- byte offset in the content
  bytes BLOB NOT NULL,
  PRIMARY KEY (content, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE pull (
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  cursor TEXT,
  resume TEXT,
  started TEXT,
  received INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT -1,
  state TEXT,
  listed TEXT,
  list_resume TEXT,
  list_total INTEGER NOT NULL DEFAULT -1,
  list_here INTEGER NOT NULL DEFAULT -1,
  PRIMARY KEY (source, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  name TEXT NOT NULL,                -- Kind/id where they could be read, else a digest of the bytes
  kind TEXT,
  id TEXT,
  version TEXT,
  flaw TEXT NOT NULL,
  at INTEGER NOT NULL,               -- byte at which it was found
  size INTEGER NOT NULL,             -- bytes of the whole entry, of which `bytes` may be the beginning
  bytes BLOB NOT NULL,
  PRIMARY KEY (source, name)
) STRICT;
CREATE TABLE resource (
  row INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version TEXT,                      -- meta.versionId
  updated TEXT,                      -- meta.lastUpdated, as sent
  body BLOB NOT NULL,                -- JSONB
  date TEXT,                         -- the date that matters for its kind, as sent: it may be a year or a month
  sort INTEGER,                      -- that date as seconds since 1970, for order only: never shown
  until TEXT,
  title TEXT,
  author TEXT,                       -- NULL while only a reference is known
  author_ref TEXT,                   -- Kind/id
  category TEXT,
  code TEXT,                         -- system|code
  status TEXT,
  labels TEXT,                       -- confidentiality and visibility, as JSON: read by the view, at each read
  detail TEXT
) STRICT;
CREATE VIRTUAL TABLE search USING fts5 (
  title, author, category,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE 'search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'search_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
CREATE TABLE 'search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE sign_in (
  source INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
  issuer TEXT NOT NULL,
  token_endpoint TEXT NOT NULL,
  revocation_endpoint TEXT,
  end_session_endpoint TEXT,
  client TEXT NOT NULL,
  asked TEXT NOT NULL,               -- scopes, separated by spaces
  granted TEXT,
  patient TEXT,                      -- whose record it is, as the authorization server says
  refresh TEXT,
  expires INTEGER NOT NULL DEFAULT 0 -- by this computer's clock, when to renew; 0 where it is not known
) STRICT;
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  base TEXT NOT NULL,                -- address of the FHIR service, without a slash at the end
  patient TEXT NOT NULL,             -- id of the Patient there
  token TEXT,
  gifts TEXT NOT NULL DEFAULT '{}',  -- what the server said it can do, and what it turned out to do
  pulled TEXT,                       -- the server's time of the last complete pull
  checked INTEGER NOT NULL DEFAULT 0, -- this computer's time of the last sync: shown, never compared
  trouble TEXT,                      -- what stopped the last sync
  UNIQUE (base, patient)
) STRICT;
CREATE TABLE telling (
  source INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,              -- a UUID that nobody is told: ids are made with it, so that no row can be guessed at by its id
  told INTEGER,                      -- number of the last row that the server has, or is not meant to have; NULL: it is told of none
  by_post INTEGER NOT NULL DEFAULT 0, -- the server gives the ids of what it is told
  trouble TEXT CHECK (trouble IN ('refused', 'undeclared', 'broken')), -- why rows wait
  status INTEGER,                    -- of the answer that refused one
  since INTEGER                      -- this computer's time of that answer
) STRICT;
CREATE TABLE wanted (
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,                  -- an id; for a Questionnaire its canonical as written
  tries INTEGER NOT NULL DEFAULT 0,
  outcome TEXT,
  PRIMARY KEY (source, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_by_id ON conflict (source, kind, id) WHERE decided IS NULL;
CREATE INDEX outbox_by_id ON outbox (source, kind, id, seq);
CREATE INDEX resource_by_date ON resource (kind, sort);
CREATE UNIQUE INDEX resource_by_id ON resource (source, kind, id);
CREATE INDEX resource_coded ON resource (kind, code, sort, row, labels, status);
CREATE INDEX resource_found ON resource (row, kind, sort, labels);
CREATE INDEX resource_inline ON resource (row)
WHERE kind = 'DocumentReference' AND json_type(body, '$.content[0].attachment.data') = 'text';
CREATE INDEX resource_seen ON resource (kind, category, sort, row, labels);
CREATE INDEX resource_without_author ON resource (source, author_ref) WHERE author IS NULL AND author_ref IS NOT NULL;
CREATE TRIGGER access_log_add BEFORE INSERT ON access_log
WHEN new.number IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'access_log') BEGIN
  SELECT raise(ABORT, 'a row of the access log goes to its end');
END;
CREATE TRIGGER access_log_change BEFORE UPDATE ON access_log BEGIN
  SELECT raise(ABORT, 'a row of the access log is never changed');
END;
CREATE TRIGGER access_log_delete BEFORE DELETE ON access_log BEGIN
  SELECT raise(ABORT, 'a row of the access log is never deleted');
END;
CREATE TRIGGER resource_deleted AFTER DELETE ON resource BEGIN
  DELETE FROM search WHERE rowid = old.row;
END;
CREATE TRIGGER resource_inserted AFTER INSERT ON resource
WHEN coalesce(new.title, new.author, new.category) IS NOT NULL BEGIN
  INSERT INTO search (rowid, title, author, category)
  VALUES (
    new.row,
    replace(replace(replace(replace(new.title, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
    replace(replace(replace(replace(new.author, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
    replace(replace(replace(replace(new.category, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae')
  );
END;
CREATE TRIGGER resource_updated AFTER UPDATE OF title, author, category ON resource
WHEN (old.title, old.author, old.category) IS NOT (new.title, new.author, new.category) BEGIN
  DELETE FROM search WHERE rowid = old.row;
  INSERT INTO search (rowid, title, author, category)
  VALUES (
    new.row,
    replace(replace(replace(replace(new.title, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
    replace(replace(replace(replace(new.author, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
    replace(replace(replace(replace(new.category, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae')
  );
END;
