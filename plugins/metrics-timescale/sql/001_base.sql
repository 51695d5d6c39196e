-- Rooms, participants, and what the store knows of its own levels.
CREATE TABLE rooms (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name             text COLLATE "C" NOT NULL UNIQUE,
    provider         text NOT NULL DEFAULT '',
    provider_json    text NOT NULL DEFAULT '',
    max_participants bigint NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz,
    ended_at         timestamptz,
    last_sample_at   timestamptz,
    active_at        timestamptz NOT NULL -- creation or last sample, the later one
) WITH (fillfactor = 80);

CREATE INDEX rooms_by_activity ON rooms (active_at DESC, id DESC);

-- In the order of their ids they came. The room for updates in place is for the counts.
CREATE TABLE participants (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id         bigint NOT NULL REFERENCES rooms,
    participant     text COLLATE "C" NOT NULL,
    display_name    text COLLATE "C" NOT NULL DEFAULT '',
    joined_at       timestamptz,
    first_sample_at timestamptz,
    last_sample_at  timestamptz,
    sample_count    bigint NOT NULL DEFAULT 0,
    UNIQUE (room_id, participant)
) WITH (fillfactor = 70);

-- Hours of a participant whose rollups lack samples that came late: they are read from the samples
-- until maintenance has made their rollups anew. A log, so that writers never wait for each other.
CREATE TABLE stale_hours (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    participant_id bigint NOT NULL,
    hour_at        timestamptz NOT NULL
);

CREATE INDEX stale_hours_by_participant ON stale_hours (participant_id, hour_at);

CREATE TABLE store_state (
    only_row              boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    sealed_until          timestamptz NOT NULL, -- a sample before it is late: its hour is stale
    rolled_until          timestamptz NOT NULL, -- up to here rollups are complete, but for stale hours
    raw_deleted_before    timestamptz NOT NULL DEFAULT 'epoch',
    minute_deleted_before timestamptz NOT NULL DEFAULT 'epoch',
    hour_deleted_before   timestamptz NOT NULL DEFAULT 'epoch'
);

INSERT INTO store_state (sealed_until, rolled_until) VALUES ('{{hour}}', '{{hour}}');
