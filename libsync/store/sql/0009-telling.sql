-- Which servers are told of the rows of the access log, and how far. A source has a row here since somebody first turned that on.
CREATE TABLE telling (
  source INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,              -- a UUID that nobody is told: ids are made with it, so that no row can be guessed at by its id
  told INTEGER,                      -- number of the last row that the server has, or is not meant to have; NULL: it is told of none
  by_post INTEGER NOT NULL DEFAULT 0, -- the server gives the ids of what it is told
  trouble TEXT CHECK (trouble IN ('refused', 'undeclared', 'broken')), -- why rows wait
  status INTEGER,                    -- of the answer that refused one
  since INTEGER                      -- this computer's time of that answer
) STRICT;
