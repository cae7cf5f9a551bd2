-- The closed loop of a violation beside what its rule says. state as LoopState, department the code of the industry line, due_at
-- the deadline that runs, wake_at when the watch must wake it. Rows of before have no loop: those still open are woken at once.
ALTER TABLE violation ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
ALTER TABLE violation ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE violation ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE violation ADD COLUMN due_at TEXT NULL;
ALTER TABLE violation ADD COLUMN wake_at TEXT NULL;
UPDATE violation SET wake_at = strftime('%Y-%m-%dT%H:%M:%S', 'now') || '.0000000Z' WHERE is_open;
CREATE INDEX violation_department ON violation (department, start_at);
CREATE INDEX violation_due ON violation (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX violation_wake ON violation (wake_at) WHERE wake_at IS NOT NULL;
