-- Notices to units, what persons have read of them, and the queue to sinks outside. A notice and its deliveries are written in one
-- transaction, once: its id follows from the event, and a second writing changes nothing. unit '*' of a subscription means all.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    kind INTEGER NOT NULL,
    subject TEXT NOT NULL,
    at TEXT NOT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX notice_unit ON notice (unit, at);
CREATE INDEX notice_subject ON notice (subject);
CREATE INDEX notice_at ON notice (at);

CREATE TABLE notice_read (
    person TEXT NOT NULL,
    notice TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person, notice)
) WITHOUT ROWID;
CREATE INDEX notice_read_notice ON notice_read (notice);

-- A sink as people may see it: no secret is here. The columns after document say how it fares.
CREATE TABLE sink (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    is_enabled INTEGER NOT NULL,
    document TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    paused_until TEXT NULL,
    succeeded_at TEXT NULL,
    failed_at TEXT NULL,
    words TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

-- subscriber: empty for what administrators set, else the person who chose it.
CREATE TABLE sink_subscription (
    sink TEXT NOT NULL,
    subscriber TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (sink, subscriber, unit, kind)
) WITHOUT ROWID;
CREATE INDEX sink_subscription_unit ON sink_subscription (unit, kind);

-- state: 0 waiting, 1 delivered, 2 dead.
CREATE TABLE delivery (
    sink TEXT NOT NULL,
    notice TEXT NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    queued_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    tried_at TEXT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (sink, notice)
) WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (sink, due_at) WHERE state = 0;
CREATE INDEX delivery_tried ON delivery (sink, tried_at);
CREATE INDEX delivery_notice ON delivery (notice);
