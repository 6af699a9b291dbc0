-- schema.sql: version 1 of the ledger, one SQLite file (3.40 or later).
--
-- Conventions that hold in every table:
-- * Offsets are Unicode code points into report.text, half-open: substr(text, begin + 1, end - begin) is the words.
-- * Days are ISO 8601, YYYY-MM-DD. An open side of an interval is NULL: 'on or before' has no date_from.
-- * What the text does not carry is NULL, never an empty string and never guessed.
-- * Lists of names are JSON arrays of strings; NULL where the list is empty.
-- * seq counts from 0 and is the order of the program's own output.
-- * No clock is kept: two runs over the same input give the same rows.
-- The numbered migrations are in opening.cpp; this file is the first and does not change once a ledger has been made with it.

PRAGMA application_id = 1128812099;  -- 'CHNC'
PRAGMA user_version = 1;

-- Facts about the file itself.
CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,  -- schema, created_by, program
  value TEXT NOT NULL             -- schema: the number of user_version; created_by, program: the version of the
                                  -- program that wrote the first report, and the last
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('schema', '1');

-- One dated news report, decoded and otherwise as it came.
CREATE TABLE report (
  report_id TEXT NOT NULL PRIMARY KEY,   -- given by the input, else 'sha256:' and 32 hex digits of the text's hash
  content_hash TEXT NOT NULL,            -- SHA-256, 64 hex digits, over date, text, title, source, url, in this order,
                                         -- each as a netstring (length in bytes ':' bytes ','; NULL is '0:,')
  date TEXT,                             -- day of publication
  title TEXT,                            -- as given beside the text
  source TEXT,                           -- outlet, as given
  url TEXT,                              -- as given
  program TEXT NOT NULL,                 -- version of the program that wrote these rows
  lexicon TEXT NOT NULL,                 -- checksum of the tables that it read with
  revision INTEGER NOT NULL DEFAULT 1,   -- 1, and one more each time the report is written anew
  words INTEGER NOT NULL,                -- words in the text
  text TEXT NOT NULL                     -- last column: the columns before it are read without its pages
) STRICT;
CREATE INDEX report_by_date ON report (date, report_id);

-- What a report says, one line of the ledger. The fields of each kind are in the table of that kind.
CREATE TABLE entry (
  entry_id TEXT NOT NULL PRIMARY KEY,    -- 24 hex digits; an unchanged entry keeps it across program versions
  report_id TEXT NOT NULL REFERENCES report ON DELETE CASCADE,
  seq INTEGER NOT NULL,                  -- order in the report
  record TEXT,                           -- what joins entries of several reports on one fact
  kind TEXT NOT NULL,                    -- figure, statement
  day TEXT,                              -- derived: date_from, else date_to, else the report's date; lists go by it
  date_from TEXT,                        -- first day, NULL where open
  date_to TEXT,                          -- last day, included; NULL where open
  date_edtf TEXT,                        -- the interval in EDTF (ISO 8601-2): 2025-04, ../2025-04-26
  date_basis TEXT,                       -- stated, report_date, dateline, inferred
  place_name TEXT,
  place_state TEXT,                      -- ISO 3166 alpha-3
  latitude REAL,                         -- degrees north
  longitude REAL,                        -- degrees east
  place_claimed_by TEXT,                 -- JSON list: states that claim a disputed place
  status TEXT NOT NULL,                  -- proposed, requested, threatened, planned, ongoing, done, cancelled,
                                         -- postponed, refused, hypothetical
  novelty TEXT NOT NULL,                 -- new, background
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),  -- measured share of right entries of the rule
  rule TEXT NOT NULL                     -- what produced it
) STRICT;
CREATE UNIQUE INDEX entry_by_report ON entry (report_id, seq);
CREATE INDEX entry_by_day ON entry (day);
CREATE INDEX entry_by_kind ON entry (kind, day);

-- The evidence: at least one span for each entry, in text order, disjoint.
CREATE TABLE entry_span (
  entry_id TEXT NOT NULL REFERENCES entry ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  begin INTEGER NOT NULL,                -- first code point
  end INTEGER NOT NULL,                  -- after the last code point
  PRIMARY KEY (entry_id, seq),
  CHECK (0 <= begin AND begin < end)
) STRICT, WITHOUT ROWID;

-- Who is in the entry, and as what.
CREATE TABLE entry_actor (
  entry_id TEXT NOT NULL REFERENCES entry ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  slot TEXT NOT NULL,                    -- the field it fills: subject, from, to, speaker, addressee, ...
  actor_id TEXT,                         -- KAZ, igo:EU, person:KAZ-murat-nurtleu, ...; NULL where known by words only
  name TEXT,
  type TEXT,                             -- state, organisation, person, group, other
  state TEXT,                            -- the state or organisation it belongs to; of a state its own id
  sector TEXT,                           -- PLOVER sector
  office TEXT,                           -- role name: foreign_minister
  person TEXT,                           -- id of the person who acts for a state
  body TEXT,                             -- Ministry of Foreign Affairs
  role TEXT,                             -- party, mediator, host, observer, ...
  begin INTEGER,                         -- the words that name it; both NULL where it is inferred
  end INTEGER,
  how TEXT,                              -- named, looked_up, coreferent, metonym, inferred
  members TEXT,                          -- JSON list: inferred members of a group
  PRIMARY KEY (entry_id, seq),
  CHECK ((begin IS NULL AND end IS NULL) OR (0 <= begin AND begin < end))
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_actor_by_actor ON entry_actor (actor_id);
-- Persons and others that belong to a state; a state itself is found by entry_actor_by_actor.
CREATE INDEX entry_actor_by_state ON entry_actor (state) WHERE state IS NOT actor_id;

-- Who asserts, confirms, denies or disputes the entry; no rows where the report itself says it.
CREATE TABLE entry_claim (
  entry_id TEXT NOT NULL REFERENCES entry ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  stance TEXT NOT NULL,                  -- asserts, confirms, denies, disputes
  claimant TEXT,                         -- actor id
  statement TEXT,                        -- id of the statement entry
  via TEXT,                              -- JSON list: outlets it came through
  PRIMARY KEY (entry_id, seq)
) STRICT, WITHOUT ROWID;

-- Links to other entries. The target may stand in another report, or in none that is in this ledger.
CREATE TABLE entry_link (
  entry_id TEXT NOT NULL REFERENCES entry ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  rel TEXT NOT NULL,                     -- codes, part_of, restates, share_of, in_response_to, under, implements,
                                         -- amends, follows, fulfils, caused
  target TEXT NOT NULL,                  -- id of the other entry
  PRIMARY KEY (entry_id, seq)
) STRICT, WITHOUT ROWID;

-- A stated quantity. It has a value, a low or a high; value and a bound together for 'more than 40'.
CREATE TABLE figure (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  measure TEXT,                          -- what is measured: bilateral trade
  value REAL,                            -- as stated, written out; NULL for a range
  low REAL,                              -- lower end or bound
  high REAL,                             -- upper end or bound
  unit TEXT NOT NULL,                    -- ISO 4217, percent, or a plural noun
  approximate INTEGER NOT NULL,          -- 1 where the words say that the number is not exact, else 0
  period_from TEXT,                      -- what the number holds for; as date_from, date_to, date_edtf, date_basis
  period_to TEXT,
  period_edtf TEXT,
  period_basis TEXT,
  trend TEXT,                            -- record high, record low, up, down, unchanged
  comparison REAL,                       -- change in percent that goes with it
  stage TEXT                             -- discussed, pledged, approved, signed, disbursed, delivered
) STRICT, WITHOUT ROWID;
CREATE INDEX figure_by_measure ON figure (measure);

-- An attributed utterance; its speaker and addressee are actors.
CREATE TABLE statement (
  entry_id TEXT NOT NULL PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
  mode TEXT NOT NULL,                    -- direct, indirect
  verb TEXT,                             -- base form of the verb of saying
  text TEXT NOT NULL                     -- the words at the entry's spans, joined by one space
) STRICT, WITHOUT ROWID;

-- What looked like an entry and was not coded.
CREATE TABLE uncoded (
  report_id TEXT NOT NULL REFERENCES report ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,                    -- what it looked like
  begin INTEGER NOT NULL,
  end INTEGER NOT NULL,
  reason TEXT NOT NULL,                  -- stable phrase
  PRIMARY KEY (report_id, seq),
  CHECK (0 <= begin AND begin < end)
) STRICT, WITHOUT ROWID;
