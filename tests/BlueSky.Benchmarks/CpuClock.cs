using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace BlueSky.Benchmarks;

/// <summary>CPU time that a process has used, user and system.</summary>
internal static class CpuClock
{
    private const double TicksPerSecond = 100;   // USER_HZ: fixed in Linux's interface to programs

    public static TimeSpan Own() => Environment.CpuUsage.TotalTime;

    public static TimeSpan Of(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }

    /// <summary>
    /// All processes of a PostgreSQL server on this machine, ended ones too (Linux adds them to their parent). Null where they
    /// cannot be seen, as in a container.
    /// </summary>
    public static TimeSpan? OfPostgres(int? postmaster)
    {
        if (postmaster is not { } parent) return null;
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            if (Stat(id) is not { } stat) continue;
            if (id == parent) ticks += stat.Own + stat.EndedChildren;
            else if (stat.Parent == parent) ticks += stat.Own;
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Process id of the server behind a connection; null when it does not live in this machine's /proc.</summary>
    public static async Task<int?> Postmaster(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int", connection);
        var id = (int)(await command.ExecuteScalarAsync())!;
        var name = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}/comm";
        return File.Exists(name) && (await File.ReadAllTextAsync(name)).StartsWith("postgres", StringComparison.Ordinal) ? id : null;
    }

    private static (int Parent, long Own, long EndedChildren)? Stat(int id)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
        }
        catch (IOException)
        {
            return null;   // ended between the listing and the reading
        }

        // The name in brackets may hold anything; the fields count from behind it.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return ((int)Field(1), Field(11) + Field(12), Field(13) + Field(14));

        long Field(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
    }
}
