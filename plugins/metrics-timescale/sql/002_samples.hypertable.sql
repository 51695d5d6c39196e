-- Single samples, in chunks of TimescaleDB.
CREATE TABLE samples (
    room_id        bigint NOT NULL,
    participant_id bigint NOT NULL,
    sampled_at     timestamptz NOT NULL,
    {{each $ real}},
    PRIMARY KEY (participant_id, sampled_at)
);

SELECT create_hypertable('samples', 'sampled_at',
    chunk_time_interval => INTERVAL '{{chunk_days}} days', create_default_indexes => false);

-- Small and cheap, because samples come nearly in the order of time.
CREATE INDEX samples_by_time ON samples USING brin (sampled_at) WITH (pages_per_range = 32);
