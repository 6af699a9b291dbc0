-- schema_3.sql: from version 2 to version 3 of the ledger: the diplomatic record. The conventions are those of schema.sql: actors are rows of
-- entry_actor by slot; a date has four columns as in entry; what the text does not carry is NULL.

-- Somebody goes to a state (slots visitor, host).
CREATE TABLE visit (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  visit_type TEXT,                       -- working, official, state, private
  purpose TEXT                           -- as said
) STRICT, WITHOUT ROWID;

-- Talks, a summit, a session, a call (slot participants).
CREATE TABLE meeting (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  series TEXT,                           -- name of the series
  ordinal REAL,                          -- of the series: 6 for the sixth
  level TEXT,                            -- heads of state, heads of government, foreign ministers, ...
  format TEXT,                           -- phone, video, sidelines
  topics TEXT                            -- JSON list
) STRICT, WITHOUT ROWID;

-- An agreement or adopted text (slot parties).
CREATE TABLE instrument (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  type TEXT,                             -- memorandum of cooperation
  title TEXT,                            -- of a named one
  subject TEXT,
  count REAL,                            -- of several told together
  period_from TEXT,                      -- term of validity
  period_to TEXT,
  period_edtf TEXT,
  period_basis TEXT,
  votes_for REAL,
  votes_against REAL,
  votes_abstained REAL,
  instrument_status TEXT                 -- proposed, negotiated, agreed, initialled, to_be_signed, signed, exchanged, adopted, approved,
                                         -- ratified, in_force, extended, amended, suspended, denounced, expired, rejected
) STRICT, WITHOUT ROWID;
CREATE INDEX instrument_by_status ON instrument (instrument_status);

-- A measure of one actor on others, in force or in the making (slots imposer, target).
CREATE TABLE regime (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  type TEXT,                             -- sanctions, tariff, export ban, border closure, ...
  scope TEXT,                            -- goods or persons, as said
  rate TEXT,                             -- 25%
  exceptions TEXT,
  from_from TEXT,                        -- when it begins
  from_to TEXT,
  from_edtf TEXT,
  from_basis TEXT,
  until_from TEXT,                       -- when it ends
  until_to TEXT,
  until_edtf TEXT,
  until_basis TEXT,
  condition TEXT,
  regime_status TEXT                     -- threatened, announced, ordered, in_force, extended, eased, suspended, lifted, averted
) STRICT, WITHOUT ROWID;
CREATE INDEX regime_by_status ON regime (regime_status);

-- What somebody undertakes to reach, to do or not to do (slots holders, beneficiary).
CREATE TABLE commitment (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  what TEXT,                             -- as said
  polarity TEXT,                         -- positive, negative
  strength TEXT,                         -- pledge, aim, priority
  measure TEXT,                          -- what is to change: bilateral trade
  direction TEXT,                        -- increase, decrease
  factor REAL,                           -- 2 for double
  target_value REAL,
  target_unit TEXT,
  target_how TEXT,                       -- stated, derived (base times factor)
  target_from TEXT,                      -- what the target holds for
  target_to TEXT,
  target_edtf TEXT,
  target_basis TEXT,
  base_value REAL,                       -- what it starts from, where the report states it
  base_unit TEXT,
  base_how TEXT,
  base_from TEXT,
  base_to TEXT,
  base_edtf TEXT,
  base_basis TEXT,
  horizon_from TEXT,
  horizon_to TEXT,
  horizon_edtf TEXT,
  horizon_basis TEXT,
  condition TEXT
) STRICT, WITHOUT ROWID;

-- A stance on a matter, claim, right or actor (slots holder, object).
CREATE TABLE position (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  stance TEXT,                           -- supports, opposes, rejects, recognises, does not recognise, claims, neutral
  matter TEXT                            -- JSON list, as said
) STRICT, WITHOUT ROWID;

-- Somebody takes or leaves a public office (slots person, state).
CREATE TABLE office (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  office TEXT,                           -- role name, or the words
  change TEXT                            -- appointed, elected, took_office, nominated, resigned, dismissed, recalled, accredited, died
) STRICT, WITHOUT ROWID;

-- An embassy, a consulate or a mission (slots sending, receiving).
CREATE TABLE post (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  type TEXT,                             -- embassy, consulate general, consulate, mission
  post_status TEXT                       -- agreed, to_open, open, upgraded, downgraded, closed
) STRICT, WITHOUT ROWID;

-- Something announced that no other kind holds (slot parties).
CREATE TABLE plan (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  what TEXT,
  horizon_from TEXT,
  horizon_to TEXT,
  horizon_edtf TEXT,
  horizon_basis TEXT
) STRICT, WITHOUT ROWID;

UPDATE meta SET value = '3' WHERE key = 'schema';
PRAGMA user_version = 3;
