-- Of each field the count, sum, minimum and maximum of its known values: they add up to any
-- interval. Sums are of double precision, because those of real lose digits.
CREATE MATERIALIZED VIEW rollups_minute{{generation}}
WITH (timescaledb.continuous, timescaledb.materialized_only = false,
      timescaledb.create_group_indexes = false) AS
SELECT room_id, participant_id, time_bucket(INTERVAL '1 minute', sampled_at) AS bucket_at,
    count(*) AS sample_count,
    {{each count($) AS $_count, sum($::double precision) AS $_sum, min($) AS $_min, max($) AS $_max}}
FROM samples
GROUP BY room_id, participant_id, time_bucket(INTERVAL '1 minute', sampled_at)
WITH NO DATA;

-- Without a name, because it stands in a schema that all schemas share.
CREATE INDEX ON rollups_minute{{generation}} (participant_id, bucket_at);

CREATE MATERIALIZED VIEW rollups_hour{{generation}}
WITH (timescaledb.continuous, timescaledb.materialized_only = false,
      timescaledb.create_group_indexes = false) AS
SELECT room_id, participant_id, time_bucket(INTERVAL '1 hour', bucket_at) AS bucket_at,
    sum(sample_count)::bigint AS sample_count,
    {{each sum($_count)::bigint AS $_count, sum($_sum) AS $_sum, min($_min) AS $_min, max($_max) AS $_max}}
FROM rollups_minute{{generation}}
GROUP BY room_id, participant_id, time_bucket(INTERVAL '1 hour', bucket_at)
WITH NO DATA;

CREATE INDEX ON rollups_hour{{generation}} (participant_id, bucket_at);
