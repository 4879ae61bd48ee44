-- Searches may lag behind what was written: what is to be remembered for that.

-- The last version that was known here of what was deleted: a search that shows no newer one shows what was there before.
ALTER TABLE gone ADD COLUMN version TEXT;
ALTER TABLE gone ADD COLUMN updated TEXT;

-- When it was looked for in vain since it was sent, the first time, by the clock of the server.
ALTER TABLE outbox ADD COLUMN missed INTEGER;
