-- What each role of a cluster may do with the tables. Applied by `bluesky migrate` after the schema, as its owner; a role that does
-- not exist is passed over. deploy/postgres/roles.sql makes the roles. No role but the owner creates, alters or drops anything.
DO $rights$
DECLARE
    line record;
BEGIN
    -- From nothing each time: a right that is taken out below is gone after the next migration.
    FOR line IN SELECT rolname FROM pg_roles WHERE rolname IN ('bluesky_node', 'bluesky_web', 'bluesky_gateway', 'bluesky_read') LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', current_schema(), line.rolname);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %I', current_schema(), line.rolname);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %I FROM %I', current_schema(), line.rolname);
    END LOOP;

    FOR line IN
        SELECT t.* FROM (VALUES
            -- A silo writes the journal and rolls it, publishes rows, and keeps the state of grains, reminders and membership.
            ('bluesky_node', 'SELECT', 'schema_version'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE', 'stream'),
            ('bluesky_node', 'SELECT, INSERT, DELETE', 'block'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE', 'epoch'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE', 'claim'),
            ('bluesky_node', 'SELECT, INSERT', 'chunk'),
            ('bluesky_node', 'SELECT, INSERT', 'retention'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'source'),
            ('bluesky_node', 'SELECT, INSERT', 'register_entry'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'violation'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'device'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'hourly_value'),
            ('bluesky_node', 'SELECT, INSERT', 'report'),
            ('bluesky_node', 'SELECT, INSERT', 'evidence'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE', 'credit'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'credit_due'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE', 'muck_truck'),
            ('bluesky_node', 'SELECT, INSERT, DELETE', 'notice'),
            ('bluesky_node', 'SELECT, INSERT, DELETE', 'notice_read'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'sink'),
            ('bluesky_node', 'SELECT, INSERT, DELETE', 'sink_subscription'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'delivery'),
            ('bluesky_node', 'SELECT, INSERT', 'audit'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE', 'audit_head'),
            ('bluesky_node', 'SELECT', 'orleansquery'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'orleansmembershipversiontable'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'orleansmembershiptable'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'orleansstorage'),
            ('bluesky_node', 'SELECT, INSERT, UPDATE, DELETE', 'orleansreminderstable'),

            -- A web node reads lists and readings and finds silos; all it changes it asks grains to change. It sees no grain state,
            -- where the hashes of keys and passwords are.
            ('bluesky_web', 'SELECT', 'schema_version'),
            ('bluesky_web', 'SELECT', 'stream'),
            ('bluesky_web', 'SELECT', 'block'),
            ('bluesky_web', 'SELECT', 'epoch'),
            ('bluesky_web', 'SELECT', 'chunk'),
            ('bluesky_web', 'SELECT', 'retention'),
            ('bluesky_web', 'SELECT', 'source'),
            ('bluesky_web', 'SELECT', 'register_entry'),
            ('bluesky_web', 'SELECT', 'violation'),
            ('bluesky_web', 'SELECT', 'device'),
            ('bluesky_web', 'SELECT', 'hourly_value'),
            ('bluesky_web', 'SELECT', 'report'),
            ('bluesky_web', 'SELECT', 'evidence'),
            ('bluesky_web', 'SELECT', 'credit'),
            ('bluesky_web', 'SELECT', 'muck_truck'),
            ('bluesky_web', 'SELECT', 'notice'),
            ('bluesky_web', 'SELECT', 'notice_read'),
            ('bluesky_web', 'SELECT', 'sink'),
            ('bluesky_web', 'SELECT', 'delivery'),
            ('bluesky_web', 'SELECT', 'audit'),
            ('bluesky_web', 'SELECT', 'orleansquery'),
            ('bluesky_web', 'SELECT', 'orleansmembershipversiontable'),
            ('bluesky_web', 'SELECT', 'orleansmembershiptable'),

            -- A gateway, the node nearest to strangers, finds silos and reads nothing else.
            ('bluesky_gateway', 'SELECT', 'orleansquery'),
            ('bluesky_gateway', 'SELECT', 'orleansmembershipversiontable'),
            ('bluesky_gateway', 'SELECT', 'orleansmembershiptable'),

            -- People and reports. The view reads chunk with the rights of its owner.
            ('bluesky_read', 'SELECT', 'reading'),
            ('bluesky_read', 'SELECT', 'source'),
            ('bluesky_read', 'SELECT', 'register_entry'),
            ('bluesky_read', 'SELECT', 'violation'),
            ('bluesky_read', 'SELECT', 'hourly_value')
        ) AS t (role_name, rights, table_name)
        JOIN pg_roles ON rolname = t.role_name
    LOOP
        EXECUTE format('GRANT %s ON TABLE %I TO %I', line.rights, line.table_name, line.role_name);
    END LOOP;

    FOR line IN
        SELECT t.* FROM (VALUES
            ('bluesky_node', 'USAGE', 'SEQUENCE', 'claim_number'),
            ('bluesky_node', 'EXECUTE', 'FUNCTION', 'make_chunk_partition(date)'),
            ('bluesky_node', 'EXECUTE', 'FUNCTION', 'chain_hash(bytea, bigint, bytea)'),
            ('bluesky_node', 'EXECUTE', 'FUNCTION', 'drop_chunk_month(date, bigint, text[], timestamptz[], timestamptz)')
        ) AS t (role_name, rights, kind, what)
        JOIN pg_roles ON rolname = t.role_name
    LOOP
        EXECUTE format('GRANT %s ON %s %s TO %I', line.rights, line.kind, line.what, line.role_name);
    END LOOP;
END
$rights$;
