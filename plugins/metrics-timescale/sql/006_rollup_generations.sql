-- Continuous aggregates cannot gain columns. When the dictionary of quality fields has grown, those
-- there are end at a border, and others with all the fields go on from it; rollups_minute and
-- rollups_hour are views over all of them then. Empty: it has never grown here.
CREATE TABLE rollup_generations (
    number   int PRIMARY KEY, -- as in the names of its aggregates, rollups_minute_1
    until_at timestamptz      -- NULL: the one that goes on
);
