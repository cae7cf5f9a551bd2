-- Notices to units, what persons have read of them, and the queue to sinks outside. A notice and its deliveries are written in one
-- transaction, once: its id follows from the event, and a second writing changes nothing. unit '*' of a subscription means all.
CREATE TABLE notice (
    id text COLLATE "C" PRIMARY KEY,
    unit text COLLATE "C" NOT NULL,
    kind integer NOT NULL,
    subject text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    document json NOT NULL
);
CREATE INDEX notice_unit ON notice (unit, at);
CREATE INDEX notice_subject ON notice (subject);
CREATE INDEX notice_at ON notice (at);

CREATE TABLE notice_read (
    person text COLLATE "C" NOT NULL,
    notice text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (person, notice)
);
CREATE INDEX notice_read_notice ON notice_read (notice);

-- A sink as people may see it: no secret is here. The columns after document say how it fares.
CREATE TABLE sink (
    id text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    is_enabled boolean NOT NULL,
    document json NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    paused_until timestamptz NULL,
    succeeded_at timestamptz NULL,
    failed_at timestamptz NULL,
    words text NOT NULL DEFAULT ''
);

-- subscriber: empty for what administrators set, else the person who chose it.
CREATE TABLE sink_subscription (
    sink text COLLATE "C" NOT NULL,
    subscriber text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    kind integer NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (sink, subscriber, unit, kind)
);
CREATE INDEX sink_subscription_unit ON sink_subscription (unit, kind);

-- state: 0 waiting, 1 delivered, 2 dead.
CREATE TABLE delivery (
    sink text COLLATE "C" NOT NULL,
    notice text COLLATE "C" NOT NULL,
    state integer NOT NULL,
    attempts integer NOT NULL,
    queued_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    tried_at timestamptz NULL,
    words text NOT NULL,
    PRIMARY KEY (sink, notice)
);
CREATE INDEX delivery_due ON delivery (sink, due_at) WHERE state = 0;
CREATE INDEX delivery_tried ON delivery (sink, tried_at);
CREATE INDEX delivery_notice ON delivery (notice);
