-- When people left, as far as somebody told.
ALTER TABLE participants ADD COLUMN left_at timestamptz;
COMMENT ON COLUMN rooms.active_at IS
    'The latest of the room''s creation, its samples, and people who came or left';
