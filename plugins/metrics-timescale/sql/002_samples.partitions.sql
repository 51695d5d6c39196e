-- Single samples, in native partitions of a day, which the store makes when a sample needs them.
CREATE TABLE samples (
    room_id        bigint NOT NULL,
    participant_id bigint NOT NULL,
    sampled_at     timestamptz NOT NULL,
    {{each $ real}},
    PRIMARY KEY (participant_id, sampled_at)
) PARTITION BY RANGE (sampled_at);

-- Small and cheap, because samples come nearly in the order of time.
CREATE INDEX samples_by_time ON samples USING brin (sampled_at) WITH (pages_per_range = 32);
