-- What the person changed here and the server does not have yet. The row of `resource` holds what readers see, which is the change; here are
-- what it rests on and what is to become of it. Order is `seq` alone, which is never used again: no clock decides it.
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
) STRICT;

CREATE INDEX outbox_by_id ON outbox (source, kind, id, seq);

-- What both sides changed: kept after the decision, with it.
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

CREATE INDEX conflict_by_id ON conflict (source, kind, id) WHERE decided IS NULL;

-- What became of changes, for the person to read.
CREATE TABLE journal (
  row INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('sent', 'merged', 'parked', 'conflict', 'decided', 'undone')),
  detail TEXT                        -- JSON
) STRICT;

-- Content of what is to be deleted stays until the server has agreed.
ALTER TABLE content ADD COLUMN kept_for INTEGER REFERENCES outbox (seq) ON DELETE CASCADE;
