using System.Text.Json;

namespace BlueSky.Storage;

/// <summary>What a backup holds: <c>manifest.json</c> in its folder.</summary>
/// <param name="Format">Of the folder; 1.</param>
/// <param name="Engine"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Program">Version of the program that took it.</param>
/// <param name="TakenAt">The moment that it shows, China Standard Time: what was committed before is in it, nothing after.</param>
/// <param name="Schema">Migrations that were applied, with their checksums.</param>
/// <param name="Tables">Its tables, with the rows of each.</param>
/// <param name="Streams">Where the journal stood.</param>
/// <param name="Partitions">Partitions to make before the rows come. None on SQLite.</param>
/// <param name="Sequences">Numbers that the database gave last, read after the rows: it must go on above them. None on SQLite.</param>
internal sealed record BackupManifest(
    int Format, string Engine, string Program, DateTimeOffset TakenAt, IReadOnlyDictionary<string, string> Schema,
    IReadOnlyList<BackupTable> Tables, IReadOnlyList<StreamMark> Streams, IReadOnlyList<BackupPartition> Partitions, IReadOnlyDictionary<string, long> Sequences)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgresql";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];

    public static BackupManifest Parse(byte[] json)
    {
        var manifest = JsonSerializer.Deserialize<BackupManifest>(json, Form);
        return manifest is { Format: 1 }
            ? manifest
            : throw new BackupException($"manifest.json is of format {manifest?.Format}, this program knows format 1: restore with a newer program.");
    }
}

/// <summary>A table of a backup.</summary>
/// <param name="Name">Its name, also that of its file on PostgreSQL (<c>NAME.copy.gz</c>).</param>
/// <param name="Columns">Columns in the order of the file.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record BackupTable(string Name, IReadOnlyList<string> Columns, long Rows);

/// <summary>Where one stream of the journal stood.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Rolled">Up to which block it is in chunks.</param>
/// <param name="Last">Its last block; that of <paramref name="Rolled"/> where all is rolled.</param>
internal sealed record StreamMark(long Id, long Rolled, long Last)
{
    /// <summary>The marks of a store, on either engine.</summary>
    public const string Sql =
        "SELECT s.id, s.rolled, coalesce((SELECT max(b.seq) FROM block b WHERE b.stream = s.id AND b.seq > s.rolled), s.rolled) FROM stream s ORDER BY s.id";
}

/// <summary>A partition of a table on PostgreSQL.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The table.</param>
/// <param name="Bound">What it holds, as the server words it.</param>
internal sealed record BackupPartition(string Name, string Parent, string Bound);
