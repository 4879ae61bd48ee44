-- Who did what with the record on this computer, for the person to read. Each row holds a hash of itself and of the row before it: what is
-- changed, taken out or put in between afterwards is found out. Whoever has the key can make all of it anew: the chain is no help against that.
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

-- Numbers go on from the highest there ever was: one that is gone is not given again.
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
