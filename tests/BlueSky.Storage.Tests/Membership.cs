using Npgsql;

namespace BlueSky.Storage;

/// <summary>The membership table of a cluster, written as Orleans would.</summary>
internal sealed class Membership(string connectionString)
{
    private const int Active = 3;
    private const int Dead = 6;
    private readonly string connectionString = connectionString + ";Pooling=False";

    /// <summary>A silo joins.</summary>
    public async Task<SiloLife> Join(int port, int generation = 100)
    {
        await Execute("INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES ('test') ON CONFLICT DO NOTHING");
        await Execute(
            "INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, StartTime, IAmAliveTime) "
            + $"VALUES ('test', '127.0.0.1', {port}, {generation}, 's', 'h', {Active}, now(), now())");
        return new SiloLife("test", "127.0.0.1", port, generation);
    }

    /// <summary>The others vote it dead.</summary>
    public Task Kill(SiloLife silo) => Execute(
        $"UPDATE OrleansMembershipTable SET Status = {Dead} WHERE Port = {silo.Port} AND Generation = {silo.Generation}");

    /// <summary>The row of a silo long dead is cleaned away.</summary>
    public Task Forget(SiloLife silo) => Execute(
        $"DELETE FROM OrleansMembershipTable WHERE Port = {silo.Port} AND Generation = {silo.Generation}");

    /// <summary>One value.</summary>
    public async Task<T> Ask<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>A session of the test's own, with these statements done and their transaction open.</summary>
    public async Task<NpgsqlConnection> Session(params string[] statements)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        return connection;
    }

    /// <summary>Waits until a session waits for a lock of this kind (<c>wait_event</c> of <c>pg_stat_activity</c>).</summary>
    public async Task UntilSomebodyWaits(string waitEvent)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await Ask<long>(
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = '{waitEvent}'") == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public async Task Execute(string sql)
    {
        await using var connection = await Session(sql);
    }
}
