-- Credit (信用): one row a source and period, as it was counted last or frozen. refresh_at: when it is to be counted again because time alone
-- changes it; null for a period that is over.
CREATE TABLE credit (
    period text COLLATE "C" NOT NULL,
    source_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    department text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    score numeric NOT NULL,
    grade text COLLATE "C" NOT NULL,
    deductions integer NOT NULL,
    revision integer NOT NULL,
    differs boolean NOT NULL,
    pending integer NOT NULL,
    refresh_at timestamptz NULL,
    document json NOT NULL,
    PRIMARY KEY (period, source_id)
);
CREATE INDEX credit_town ON credit (period, town);
CREATE INDEX credit_score ON credit (period, score);
CREATE INDEX credit_refresh ON credit (refresh_at) WHERE refresh_at IS NOT NULL;

-- Sources whose problems changed since they were counted. mark moves with each change, so that one which comes during a count is not lost.
CREATE TABLE credit_due (
    source_id text COLLATE "C" PRIMARY KEY,
    mark bigint NOT NULL
);

-- Muck trucks (渣土车) as registered, with their points of the year.
CREATE TABLE muck_truck (
    plate text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    fleet text COLLATE "C" NOT NULL,
    town text COLLATE "C" NOT NULL,
    is_closed boolean NOT NULL,
    is_retired boolean NOT NULL,
    points numeric NOT NULL,
    grade text COLLATE "C" NOT NULL,
    out_until timestamptz NULL,
    refresh_at timestamptz NULL,
    document json NOT NULL
);
CREATE INDEX muck_truck_fleet ON muck_truck (fleet);
CREATE INDEX muck_truck_refresh ON muck_truck (refresh_at) WHERE refresh_at IS NOT NULL;
