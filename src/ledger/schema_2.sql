-- schema_2.sql: from version 1 to version 2 of the ledger: coded events. The conventions are those of schema.sql.

-- A coded event; its actors and recipients are rows of entry_actor.
CREATE TABLE event (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  plover TEXT NOT NULL,                  -- one of the sixteen types: AGREE
  mode TEXT,                             -- of the type: visit
  cameo TEXT,                            -- code of the act: 057
  quad INTEGER NOT NULL,                 -- 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
  score REAL NOT NULL,                   -- PLOVER's for type and mode, -10 to 10
  conditional INTEGER NOT NULL           -- 1 where the words put a condition, else 0
) STRICT, WITHOUT ROWID;
CREATE INDEX event_by_type ON event (plover);

-- People hurt or taken in an event.
CREATE TABLE event_size (
  entry_id TEXT NOT NULL REFERENCES event ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  what TEXT NOT NULL,                    -- dead, injured, arrested, abducted, released, expelled
  value REAL,                            -- as stated; NULL for a range
  low REAL,                              -- lower end or bound
  high REAL,                             -- upper end or bound
  PRIMARY KEY (entry_id, seq)
) STRICT, WITHOUT ROWID;

UPDATE meta SET value = '2' WHERE key = 'schema';
PRAGMA user_version = 2;
