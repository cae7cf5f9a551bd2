using System.Data.Common;
using BlueSky.Messages;
using BlueSky.Store;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>What a failure of a store means to others: provider exceptions cannot cross node borders, and nobody can act on them.</summary>
internal static class Faults
{
    /// <summary>True when the statement itself is at fault, so that others of its group may still succeed.</summary>
    public static bool IsOfTheData(Exception e) => e switch
    {
        // Classes 22 (data), 23 (constraint), 42 (syntax, names) and 40 (serialisation, deadlock).
        PostgresException p => p.SqlState.Length == 5 && p.SqlState[..2] is "22" or "23" or "42" or "40",

        // 1 SQL error, 18 too big, 19 constraint, 20 mismatch, 25 range.
        SqliteException s => s.SqliteErrorCode is 1 or 18 or 19 or 20 or 25,
        _ => false,
    };

    /// <summary>True when the store is the cause and the caller is to hear <see cref="StoreUnavailableException"/>.</summary>
    public static bool IsOfTheStore(Exception e) =>
        // UnauthorizedAccessException: Npgsql may not read the file with the password, or SQLite's directory is somebody else's.
        e is DbException or IOException or UnauthorizedAccessException or TimeoutException or CorruptBlockException or System.Net.Sockets.SocketException
            or InvalidOperationException or ObjectDisposedException;

    /// <summary>What a failure of a commit says of the store; null when it says nothing (the data were at fault).</summary>
    public static StoreCondition? ConditionOf(Exception e) => e switch
    {
        // 53100 disk full; PostgreSQL also passes on "No space left on device" under 58030 (input or output error).
        PostgresException { SqlState: "53100" } => StoreCondition.Full,
        PostgresException { SqlState: "58030" } p when p.MessageText.Contains("No space left", StringComparison.Ordinal) => StoreCondition.Full,

        // 13 SQLITE_FULL.
        SqliteException { SqliteErrorCode: 13 } => StoreCondition.Full,
        _ when IsOfTheData(e) => null,
        _ => StoreCondition.Unreachable,
    };

    public static StoreUnavailableException InWords(Exception e) => e switch
    {
        StoreUnavailableException s => new StoreUnavailableException(s.Message, s),
        CorruptBlockException => new StoreUnavailableException(e.Message, e),
        PostgresException p => new StoreUnavailableException($"PostgreSQL refused ({p.SqlState}): {p.MessageText}.", e),
        NpgsqlException => new StoreUnavailableException($"PostgreSQL cannot be reached or did not answer: {e.Message}", e),
        SqliteException s => new StoreUnavailableException($"SQLite failed ({s.SqliteExtendedErrorCode}): {s.Message}", e),
        _ => new StoreUnavailableException($"The store failed: {e.Message}", e),
    };
}
