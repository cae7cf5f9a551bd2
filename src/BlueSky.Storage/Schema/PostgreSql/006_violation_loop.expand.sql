-- The closed loop of a violation beside what its rule says. state as LoopState, department the code of the industry line, due_at
-- the deadline that runs, wake_at when the watch must wake it. Rows of before have no loop: those still open are woken at once.
ALTER TABLE violation
    ADD COLUMN state integer NOT NULL DEFAULT 0,
    ADD COLUMN department text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN level integer NOT NULL DEFAULT 0,
    ADD COLUMN due_at timestamptz NULL,
    ADD COLUMN wake_at timestamptz NULL;
UPDATE violation SET wake_at = now() WHERE is_open;
CREATE INDEX violation_department ON violation (department, start_at);
CREATE INDEX violation_due ON violation (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX violation_wake ON violation (wake_at) WHERE wake_at IS NOT NULL;
