-- Of each field the count, sum, minimum and maximum of its known values: they add up to any
-- interval. Sums are of double precision, because those of real lose digits.
CREATE TABLE rollups_minute (
    room_id        bigint NOT NULL,
    participant_id bigint NOT NULL,
    bucket_at      timestamptz NOT NULL,
    sample_count   bigint NOT NULL,
    {{each $_count bigint, $_sum double precision, $_min real, $_max real}},
    PRIMARY KEY (participant_id, bucket_at)
) PARTITION BY RANGE (bucket_at);

CREATE INDEX rollups_minute_by_time ON rollups_minute USING brin (bucket_at);

CREATE TABLE rollups_hour (
    room_id        bigint NOT NULL,
    participant_id bigint NOT NULL,
    bucket_at      timestamptz NOT NULL,
    sample_count   bigint NOT NULL,
    {{each $_count bigint, $_sum double precision, $_min real, $_max real}},
    PRIMARY KEY (participant_id, bucket_at)
) PARTITION BY RANGE (bucket_at);

CREATE INDEX rollups_hour_by_time ON rollups_hour USING brin (bucket_at);
