-- Chunks that no late sample can reach any more are kept by columns, a room's samples together.
ALTER TABLE samples SET (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'room_id',
    timescaledb.compress_orderby = 'participant_id, sampled_at');
