using System.Data.Common;
using BlueSky.Registers;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Storage;

/// <summary>The versions of register entries, on either engine.</summary>
internal static class RegisterTable
{
    private const string Columns = "e.source_id, e.number, e.at, e.actor, e.document";

    public const string Insert =
        "INSERT INTO register_entry (source_id, number, at, kind, town, actor, document) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";

    public const string Last = $"SELECT {Columns} FROM register_entry e WHERE e.source_id = $1 ORDER BY e.number DESC LIMIT 1";

    public const string Versions =
        $"SELECT {Columns} FROM register_entry e WHERE e.source_id = $1 AND e.number > (SELECT max(number) - 500 FROM register_entry WHERE source_id = $1) ORDER BY e.number";

    public const string First = "SELECT at FROM register_entry ORDER BY at LIMIT 1";

    // The kind is asked of the newest version alone: what moved to another kind is not in this one any more.
    public const string AsOf =
        $"""
        SELECT {Columns} FROM register_entry e
        WHERE e.kind = $2 AND e.at < $1 AND NOT EXISTS
            (SELECT 1 FROM register_entry n WHERE n.source_id = e.source_id AND n.number > e.number AND n.at < $1)
        ORDER BY e.source_id
        """;

    public static RegisterEntry Entry(DbDataReader row) =>
        new(Documents.Read<SourceRegistration>(row, 4), row.GetInt32(1), row.Time(2).ToChina(), row.GetString(3));
}
