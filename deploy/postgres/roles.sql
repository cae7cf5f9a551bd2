-- The roles of a cluster, each with the least that it needs. Run once by a superuser, in the new and empty database:
--
--   createdb --encoding=UTF8 --template=template0 bluesky
--   psql --dbname=bluesky --file=roles.sql
--   psql --dbname=bluesky --command='\password bluesky_owner'      (and so for each role that logs in with a password)
--   BLUESKY_POSTGRES='Host=…;Database=bluesky;Username=bluesky_owner;Passfile=…' bluesky migrate
--
-- Run again it changes nothing. No password stands here: a role without one cannot log in by scram. What each role may do with
-- which table is decided beside the schema (src/BlueSky.Storage/Schema/Rights/PostgreSql.sql) and given by `bluesky migrate`.
DO $roles$
DECLARE
    line record;
BEGIN
    FOR line IN SELECT * FROM (VALUES
        ('bluesky_owner',       'LOGIN CONNECTION LIMIT 5',   'owns the schema: bluesky migrate, bluesky restore; no node'),
        ('bluesky_node',        'LOGIN',                      'a silo: writes readings, rows and the state of grains'),
        ('bluesky_web',         'LOGIN',                      'a web node: reads'),
        ('bluesky_gateway',     'LOGIN',                      'a gateway: finds silos'),
        ('bluesky_read',        'LOGIN CONNECTION LIMIT 20',  'people and reports: view reading, lists, hourly values'),
        ('bluesky_backup',      'LOGIN CONNECTION LIMIT 2',   'bluesky backup: reads all'),
        ('bluesky_replication', 'LOGIN REPLICATION',          'pg_basebackup and pg_receivewal')
    ) AS t (name, attributes, purpose) LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = line.name) THEN
            EXECUTE format('CREATE ROLE %I %s', line.name, line.attributes);
        END IF;
        EXECUTE format('COMMENT ON ROLE %I IS %L', line.name, 'BlueSky: ' || line.purpose);
    END LOOP;

    EXECUTE format('ALTER DATABASE %I OWNER TO bluesky_owner', current_database());
    -- Strangers neither connect nor make temporary tables that could stand before ours.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format(
        'GRANT CONNECT ON DATABASE %I TO bluesky_node, bluesky_web, bluesky_gateway, bluesky_read, bluesky_backup', current_database());
END
$roles$;

-- Before PostgreSQL 15 everybody may create in public, and the superuser owns it.
ALTER SCHEMA public OWNER TO bluesky_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO bluesky_node, bluesky_web, bluesky_gateway, bluesky_read, bluesky_backup;

GRANT pg_read_all_data TO bluesky_backup;

-- A second bolt: rights forbid writing already; this also says so in words at once.
ALTER ROLE bluesky_web SET default_transaction_read_only = on;
ALTER ROLE bluesky_gateway SET default_transaction_read_only = on;
ALTER ROLE bluesky_read SET default_transaction_read_only = on;
ALTER ROLE bluesky_backup SET default_transaction_read_only = on;

-- A report that somebody forgot must not hold back the clean-up of the journal for everybody.
ALTER ROLE bluesky_read SET statement_timeout = '5min';
ALTER ROLE bluesky_read SET idle_in_transaction_session_timeout = '1min';

-- A person with a login of their own (settings of a role are not inherited, rights are):
--   CREATE ROLE zhang LOGIN IN ROLE bluesky_read;
--   ALTER ROLE zhang SET default_transaction_read_only = on; ALTER ROLE zhang SET statement_timeout = '5min';
