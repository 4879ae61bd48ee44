-- One row per resource, as it stands; rid never changes, so that pages can be cut by it.
CREATE TABLE IF NOT EXISTS resource (
  rid        INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  id         TEXT NOT NULL,
  version    INTEGER NOT NULL,
  updated    INTEGER NOT NULL,      -- ms since 1970, UTC
  deleted    INTEGER NOT NULL,
  method     TEXT NOT NULL,         -- POST, PUT, PATCH, DELETE: what made this version
  patient    TEXT NOT NULL,         -- '' when it is about nobody
  date_first INTEGER NOT NULL,
  date_last  INTEGER NOT NULL,
  body       TEXT NOT NULL,         -- the text that is sent, whole
  UNIQUE (kind, id)
) STRICT;
CREATE INDEX IF NOT EXISTS resource_by_kind ON resource (kind) WHERE deleted = 0;
CREATE INDEX IF NOT EXISTS resource_by_updated ON resource (kind, updated) WHERE deleted = 0;
CREATE INDEX IF NOT EXISTS resource_by_patient ON resource (kind, patient) WHERE deleted = 0;
CREATE INDEX IF NOT EXISTS resource_by_patient_updated
  ON resource (kind, patient, updated) WHERE deleted = 0;

-- The versions before, and every deletion.
CREATE TABLE IF NOT EXISTS old (
  oid     INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  method  TEXT NOT NULL,
  patient TEXT NOT NULL,
  body    TEXT NOT NULL,
  UNIQUE (kind, id, version)
) STRICT;
CREATE INDEX IF NOT EXISTS old_by_updated ON old (kind, updated);

-- What token and uri parameters find. Which rows to take away is known from the body they came of.
CREATE TABLE IF NOT EXISTS token (
  param  INTEGER NOT NULL,
  value  TEXT NOT NULL,
  rid    INTEGER NOT NULL,
  system TEXT NOT NULL,
  PRIMARY KEY (param, value, rid, system)
) STRICT, WITHOUT ROWID;

-- Writes that searches do not see yet.
CREATE TABLE IF NOT EXISTS late (
  n       INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  method  TEXT NOT NULL,
  body    TEXT NOT NULL,
  due     INTEGER NOT NULL          -- the request that sees it first
) STRICT;

PRAGMA user_version = 1;
