using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace BlueSky.Testing;

/// <summary>
/// A throw-away PostgreSQL server: from the installed binaries (as user postgres or nobody when run as root), else in
/// Docker. Installed ones listen on a unix socket in their own directory, so no port can clash. Can be killed and
/// restarted on the same data. Deleted when disposed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Image = "postgres:17-alpine";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string directory;
    private readonly string? binaries;
    private readonly bool fsync;
    private readonly string settings;
    private Process? process;
    private string? container;
    private int databases;

    private PostgresServer(string? binaries, bool fsync, string settings)
    {
        this.binaries = binaries;
        this.fsync = fsync;
        this.settings = settings;
        directory = Path.Combine(Path.GetTempPath(), "bluesky-pg-" + Guid.NewGuid().ToString("N")[..12]);
    }

    /// <summary>Connection string of the database <c>postgres</c>.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>Where it listens, for a proxy in front of it.</summary>
    public EndPoint EndPoint
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
            return container is null
                ? new UnixDomainSocketEndPoint(Path.Combine(directory, $".s.PGSQL.{settings.Port}"))
                : new IPEndPoint(IPAddress.Loopback, settings.Port);
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="fsync">False only where the test is not about what survives a crash.</param>
    /// <param name="settings">More lines for postgresql.conf; not for a server in Docker.</param>
    /// <returns>The server, or null and why there is none.</returns>
    public static async Task<(PostgresServer? Server, string Reason)> TryStart(bool fsync = true, string settings = "")
    {
        var binaries = FindBinaries();
        if (binaries is null && !await DockerAnswers())
        {
            return (null, "PostgreSQL is not installed (no initdb found through pg_config, PATH or the usual folders) and Docker does not answer.");
        }

        var server = new PostgresServer(binaries, fsync, settings);
        try
        {
            await server.Initialise();
            return (server, "");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates an empty database and gives its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = "test_" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Creates an empty database whose tables lie in an empty directory of another file system; the log (WAL) does not.</summary>
    /// <exception cref="InvalidOperationException">The server runs in Docker and does not see the directory.</exception>
    public async Task<string> NewDatabase(string directoryOfTables)
    {
        var tables = Path.Combine(directoryOfTables, "tables");
        Directory.CreateDirectory(tables);
        if (container is not null)
        {
            throw new InvalidOperationException("A server in Docker sees no directory of this machine.");
        }

        if (IsRoot)
        {
            await Run("chown", [ServerUser, tables]);
        }

        var name = "test_" + Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        foreach (var sql in new[] { $"CREATE TABLESPACE small_{name} LOCATION '{tables}'", $"CREATE DATABASE {name} TABLESPACE small_{name}" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Stops the server at once, as <c>pg_ctl stop -m immediate</c> does: sessions end where they are, recovery follows at the start.</summary>
    public async Task StopAtOnce()
    {
        if (container is not null)
        {
            await Run("docker", ["kill", "-s", "QUIT", container]);
            await Run("docker", ["wait", container]);
            return;
        }

        await Run("kill", ["-QUIT", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Ends the server as a power cut would (SIGKILL); what was not on disk is gone.</summary>
    public async Task Kill()
    {
        if (container is not null)
        {
            await Run("docker", ["kill", container]);
            return;
        }

        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Starts it again on the same data; returns when it takes connections.</summary>
    public async Task Restart()
    {
        if (container is not null)
        {
            await Run("docker", ["start", container]);
            await UntilItAnswers();
            return;
        }

        // After a kill the old server's children may live a moment longer; the new one refuses to start beside them.
        var deadline = Stopwatch.StartNew();
        while (!await StartProcess())
        {
            if (deadline.Elapsed > StartTimeout)
            {
                throw new InvalidOperationException("PostgreSQL did not start again.");
            }
        }
    }

    /// <summary>Stops the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (container is not null)
        {
            await Run("docker", ["rm", "-f", "-v", container]);
        }

        if (process is { HasExited: false })
        {
            // SIGINT is a fast, clean stop: it leaves no shared memory behind.
            await Run("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string? FindBinaries()
    {
        var folders = new List<string>();
        try
        {
            folders.Add(Run("pg_config", ["--bindir"]).GetAwaiter().GetResult().Trim());
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // Not installed: the other places remain.
        }

        folders.AddRange((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        foreach (var root in new[] { "/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt/postgresql", "/usr/local/opt/postgresql" })
        {
            if (Directory.Exists(root))
            {
                folders.Add(Path.Combine(root, "bin"));
                folders.AddRange(Directory.GetDirectories(root).OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")));
            }
        }

        return folders.Find(f => f.Length > 0 && File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "postgres")));
    }

    private static async Task<bool> DockerAnswers()
    {
        try
        {
            await Run("docker", ["info"]);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>PostgreSQL refuses to run as root: another user does it then.</summary>
    private static (string File, List<string> Arguments) AsServerUser(string file, IEnumerable<string> arguments)
    {
        if (!IsRoot)
        {
            return (file, [.. arguments]);
        }

        return ("setpriv", ["--reuid", ServerUser, "--regid", ServerGroup, "--clear-groups", file, .. arguments]);
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";

    private static string ServerUser => File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string ServerGroup => ServerUser == "postgres" ? "postgres" : "nogroup";

    private static async Task<string> Run(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var running = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var output = running.StandardOutput.ReadToEndAsync();
        var error = running.StandardError.ReadToEndAsync();
        await running.WaitForExitAsync();
        return running.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{file} ended with {running.ExitCode}: {await error}{await output}");
    }

    private async Task Initialise()
    {
        if (binaries is null)
        {
            string[] run = ["run", "-d", "-e", "POSTGRES_HOST_AUTH_METHOD=trust", "-p", "127.0.0.1:0:5432", Image, "-c", "max_connections=200"];
            container = (await Run("docker", fsync ? run : [.. run, "-c", "fsync=off"])).Trim();
            var port = (await Run("docker", ["port", container, "5432/tcp"])).Trim().Split(':')[^1];
            ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
            await UntilItAnswers();
            return;
        }

        Directory.CreateDirectory(directory);
        if (IsRoot)
        {
            await Run("chown", [ServerUser, directory]);
        }

        var (file, arguments) = AsServerUser(
            Path.Combine(binaries, "initdb"), ["-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await Run(file, arguments);
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), settings);
        ConnectionString = $"Host={directory};Username=postgres;Database=postgres";
        if (!await StartProcess())
        {
            throw new InvalidOperationException("PostgreSQL did not start.");
        }
    }

    /// <summary>The server's data directory; of no use with a server in Docker.</summary>
    public string Data => Path.Combine(directory, "data");

    /// <summary>Starts the server and reads its log until it says that it is ready, or ends.</summary>
    private async Task<bool> StartProcess()
    {
        var (file, arguments) = AsServerUser(
            Path.Combine(binaries!, "postgres"),
            ["-D", Data, "-k", directory, "-c", "listen_addresses=", "-c", $"fsync={(fsync ? "on" : "off")}", "-c", "max_connections=200",
                "-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "log_min_messages=log"]);
        process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException("PostgreSQL did not start.");
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                ready.TrySetResult(false);
                return;
            }

            if (!ready.Task.IsCompleted)
            {
                log.AppendLine(line.Data);
            }

            if (line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult(true);
            }
        };
        process.BeginErrorReadLine();
        return await ready.Task.WaitAsync(StartTimeout);
    }

    private async Task UntilItAnswers()
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=False;Timeout=2");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < StartTimeout)
            {
                // The container takes a moment; a refused attempt is how we learn that it is not there yet.
                await Task.Yield();
            }
        }
    }
}
