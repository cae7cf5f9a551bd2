namespace BlueSky.Storage;

/// <summary>One life of a silo, as the membership table names it.</summary>
/// <param name="Cluster">Cluster id (<c>DeploymentId</c> of the table).</param>
/// <param name="Address">IP address.</param>
/// <param name="Port">Port between silos.</param>
/// <param name="Generation">Tells the lives of one endpoint apart; grows.</param>
internal sealed record SiloLife(string Cluster, string Address, int Port, int Generation)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{Port}@{Generation}";
}

/// <summary>
/// The SQL of epochs. The membership table is the authority on who lives: the view of it that a silo holds in memory may lag,
/// the table cannot, since a silo is treated as dead only after its row says so.
/// </summary>
internal static class Epoch
{
    /// <summary>Second key of the advisory lock under which claims and fences are written, one at a time.</summary>
    public const int ClaimLock = 3;

    /// <summary>
    /// Registers a silo that the table says is alive. The lock on its row makes this wait for, or be waited for by, the change to
    /// dead: a silo that is dead before it ever wrote gets no epoch, and one that dies later has an epoch that others find.
    /// </summary>
    public const string Register =
        "INSERT INTO epoch (cluster, address, port, generation, writer) "
        + "SELECT $1, $2, $3, $4, $5 FROM OrleansMembershipTable m WHERE m.DeploymentId = $1 AND m.Address = $2 AND m.Port = $3 "
        + "AND m.Generation = $4 AND m.Status <> 6 AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable n WHERE n.DeploymentId = $1 "
        + "AND n.Address = $2 AND n.Port = $3 AND n.Generation > $4) FOR SHARE OF m "
        + "ON CONFLICT (cluster, address, port, generation) DO UPDATE SET writer = excluded.writer RETURNING id";

    /// <summary>Registers a writer that belongs to no cluster (a command, a test): nobody can declare it dead.</summary>
    public const string RegisterAlone = "INSERT INTO epoch (writer) VALUES ($1) RETURNING id";

    /// <summary>Epochs that can still append though the table says that their silos are dead, gone, or succeeded on their endpoint.</summary>
    public const string Dead =
        "SELECT e.id FROM epoch e WHERE e.fenced_at IS NULL AND e.cluster IS NOT NULL AND (NOT EXISTS (SELECT 1 "
        + "FROM OrleansMembershipTable m WHERE m.DeploymentId = e.cluster AND m.Address = e.address AND m.Port = e.port "
        + "AND m.Generation = e.generation AND m.Status <> 6) OR EXISTS (SELECT 1 FROM OrleansMembershipTable n "
        + "WHERE n.DeploymentId = e.cluster AND n.Address = e.address AND n.Port = e.port AND n.Generation > e.generation))";

    /// <summary>
    /// Ends the sessions of epochs that are about to be fenced, the writer's and those that roll: a silo that was paused in the middle of
    /// a statement must not make its successors wait, and one that was paused in the middle of a roll would keep all others from rolling.
    /// </summary>
    public const string EndSessions =
        "SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks l JOIN epoch e ON l.objid = e.writer::oid WHERE l.locktype = 'advisory' "
        + "AND l.granted AND l.classid IN ($1::bigint::oid, ($1 + 1)::bigint::oid) AND l.pid <> pg_backend_pid() AND e.id = ANY($2) "
        + "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    /// <summary>Fences: waits for an append that is under way, and every later one finds it.</summary>
    public const string Fence =
        "UPDATE epoch SET fenced_at = now() WHERE id = ANY($1) AND fenced_at IS NULL "
        + "RETURNING coalesce(address || ':' || port || '@' || generation, 'a writer of no cluster')";

    /// <summary>Opens a stream of an epoch that is not fenced.</summary>
    public const string OpenStream =
        "INSERT INTO stream (node, epoch) SELECT $1, e.id FROM epoch e WHERE e.id = $2 AND e.fenced_at IS NULL FOR SHARE RETURNING id";

    /// <summary>Appends a block of an epoch that is not fenced and has seen all claims. No row: one of the two is not so.</summary>
    public const string Append =
        "INSERT INTO block (stream, seq, first_time, last_time, count, payload) SELECT $1, $2, $3, $4, $5, $6 FROM epoch e "
        + "WHERE e.id = $7 AND e.fenced_at IS NULL AND e.claims = $8 FOR SHARE";

    /// <summary>Tells all other epochs that there are new claims: waits for their appends under way.</summary>
    public const string AnnounceClaims = "UPDATE epoch SET claims = claims + 1 WHERE fenced_at IS NULL AND id <> $1";

    /// <summary>Claims sources. No row: the epoch is fenced.</summary>
    public const string Claim =
        "INSERT INTO claim (source_id, epoch, version) SELECT s.id, e.id, v.number FROM epoch e "
        + "CROSS JOIN (SELECT nextval('claim_number') AS number) v CROSS JOIN unnest($2::text[]) s (id) "
        + "WHERE e.id = $1 AND e.fenced_at IS NULL "
        + "ON CONFLICT (source_id) DO UPDATE SET epoch = excluded.epoch, version = excluded.version";
}
