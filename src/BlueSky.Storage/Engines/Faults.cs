using System.Data.Common;
using BlueSky.Messages;
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
        e is DbException or IOException or TimeoutException or CorruptBlockException or System.Net.Sockets.SocketException
            or InvalidOperationException or ObjectDisposedException;

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
