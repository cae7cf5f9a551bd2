namespace BlueSky.Testing;

/// <summary>
/// One server for all tests of an assembly; databases are per test. Without a server the tests are skipped with the
/// reason, in CI (environment variable <c>CI=true</c>) they fail.
/// Use: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c> and take it in the constructor.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim starting = new(1, 1);
    private PostgresServer? server;
    private string? reason;

    /// <summary>Nothing yet: the server starts with the first test that needs it.</summary>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Connection string of a new, empty database; skips the test when there is no server.</summary>
    public async Task<string> NewDatabase()
    {
        await starting.WaitAsync();
        try
        {
            if (server is null && reason is null)
            {
                (server, reason) = await PostgresServer.TryStart(fsync: false);
            }
        }
        finally
        {
            starting.Release();
        }

        SkipWithout(server, reason ?? "");
        return await server!.NewDatabase();
    }

    /// <summary>A server of a test's own, which it may kill; skips the test when there is none.</summary>
    /// <param name="settings">More lines for its postgresql.conf.</param>
    public static async Task<PostgresServer> OwnServer(string settings = "")
    {
        var (own, why) = await PostgresServer.TryStart(settings: settings);
        SkipWithout(own, why);
        return own!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        starting.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private static void SkipWithout(PostgresServer? found, string why)
    {
        if (found is not null)
        {
            return;
        }

        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail($"In CI nothing may be skipped: {why}");
        }

        Assert.Skip(why);
    }
}
