using System.Diagnostics;
using System.Globalization;
using BlueSky.Audit;
using Microsoft.Data.Sqlite;

namespace BlueSky.Storage;

/// <summary>
/// The one connection that writes to the SQLite file. Used by the group commit's thread only. After a failure that is not
/// of the data it is opened anew, with a new stream.
/// </summary>
internal sealed class SqliteWriter(string connectionString, Tail tail, StorageMetrics metrics) : IDisposable
{
    private readonly BlockEncoder encoder = new();
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
    private SqliteConnection? connection;
    private long stream;
    private long seq;

    public ValueTask Commit(IReadOnlyList<Work> group)
    {
        try
        {
            Open();
            Execute("BEGIN IMMEDIATE");
            var block = Write(group);
            Execute("COMMIT");
            if (block is not null)
            {
                seq = block.Seq;
                tail.Add(block);
                metrics.Journaled(block.Count, block.Payload.Length);
            }

            // The memory is given back by whoever rolls: commits wait for this thread.
            tail.Mark(group.OfType<RollWork>().Where(w => w.MovesMark).Select(w => (w.Roll.Stream, w.Roll.LastSeq)));
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (Faults.IsOfTheData(e))
        {
            Execute("ROLLBACK");
            throw;
        }
        catch
        {
            // Closing rolls back whatever was open; what was committed is in the file and is read from there.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        prepared.Clear();
        connection?.Dispose();
        connection = null;
    }

    /// <summary>Binds arguments as <c>$1 …</c>, times as fixed-width UTC text and decimals as text with all digits.</summary>
    internal static void Bind(SqliteCommand command, object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = arguments[i] switch
            {
                null => DBNull.Value,
                Json j => j.Text,
                decimal d => Columns.Text(d),
                DateTimeOffset t => Columns.Text(t),
                bool b => b ? 1L : 0L,
                var other => other,
            };
            if (i < command.Parameters.Count)
            {
                command.Parameters[i].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue("$" + (i + 1).ToString(CultureInfo.InvariantCulture), value);
            }
        }
    }

    private Block? Write(IReadOnlyList<Work> group)
    {
        encoder.Begin();
        foreach (var work in group)
        {
            switch (work)
            {
                case AppendWork append:
                    encoder.Add(append.Observations);
                    break;
                case RowWork rows:
                    for (var i = 0; i < rows.Statements.Count; i++)
                    {
                        rows.Affected[i] = Execute(rows.Statements[i].Sql, rows.Statements[i].Arguments);
                    }

                    break;
                case RollWork roll:
                    Store(roll);
                    break;
            }
        }

        if (encoder.Count == 0)
        {
            return null;
        }

        var (payload, strings, sections) = encoder.Finish();
        Execute(
            "INSERT INTO block (stream, seq, first_time, last_time, count, payload) VALUES ($1, $2, $3, $4, $5, $6)",
            stream, seq + 1, encoder.Times.First, encoder.Times.Last, encoder.Count, payload);
        return new Block(stream, seq + 1, payload, strings, sections, encoder.Count);
    }

    private void Store(RollWork slice)
    {
        var began = Stopwatch.GetTimestamp();
        if (slice.First == 0)
        {
            Begin(slice.Roll);
        }

        var (next, steps) = (slice.First, RollWork.Steps(slice.Roll));
        do
        {
            Take(slice.Roll, next - slice.MarkStep, next);
            next++;
        }
        while (next < steps && Stopwatch.GetElapsedTime(began) < slice.Most);
        slice.Next = next;
    }

    /// <summary>Notes the roll's end, with its first rows: whoever finds the note rolls the same blocks again, and no others.</summary>
    private void Begin(Roll roll)
    {
        var (least, most) = roll.IsAgain ? (roll.LastSeq, roll.LastSeq) : (0, roll.FirstSeq - 1);
        var noted = Execute(
            "UPDATE stream SET rolling = $1 WHERE id = $2 AND rolled = $3 AND rolling BETWEEN $4 AND $5", roll.LastSeq, roll.Stream, roll.FirstSeq - 1, least, most);
        ThrowUnlessOne(noted, roll);
    }

    /// <param name="roll">The roll.</param>
    /// <param name="afterMark">The step, counted from the one that moves the mark.</param>
    /// <param name="step">The step.</param>
    private void Take(Roll roll, int afterMark, int step)
    {
        switch (afterMark)
        {
            case < 0:
                Insert(roll.Chunks[step], roll.IsAgain);
                break;
            case 0:
                ThrowUnlessOne(Execute("UPDATE stream SET rolled = $1 WHERE id = $2 AND rolled = $3 AND rolling = $1", roll.LastSeq, roll.Stream, roll.FirstSeq - 1), roll);
                break;
            default:
                // Also what a roll before this one may have left.
                Execute("DELETE FROM block WHERE stream = $1 AND seq <= $2", roll.Stream, roll.FirstSeq + afterMark - 1);
                break;
        }
    }

    private void Insert(Chunk chunk, bool over) => Execute(
        (over ? "INSERT OR REPLACE" : "INSERT") + " INTO chunk (source_id, hour, stream, first_seq, first_arrival, last_arrival, packets, value_count, document) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS TEXT))",
        chunk.SourceId, chunk.Hour, chunk.Stream, chunk.FirstSeq, chunk.FirstArrival, chunk.LastArrival, chunk.Packets, chunk.Values, chunk.Document);

    private static void ThrowUnlessOne(int streams, Roll roll)
    {
        if (streams != 1)
        {
            throw new CorruptBlockException(
                $"Stream {roll.Stream} is not rolled up to block {roll.FirstSeq - 1}, or another roll of it is unfinished, unlike this process knew it");
        }
    }

    private void Open()
    {
        if (connection is not null)
        {
            return;
        }

        var opening = new SqliteConnection(connectionString + ";Pooling=False");
        try
        {
            opening.Open();
            connection = opening;
            connection.CreateFunction<byte[], long, byte[], byte[]>("chain_hash", (previous, place, content) => AuditChain.Hash(previous, place, content), isDeterministic: true);
            Execute("PRAGMA synchronous = FULL");
            Execute("PRAGMA cache_size = -65536");
            Execute("PRAGMA wal_autocheckpoint = 4000");
            Execute("PRAGMA journal_size_limit = 67108864");
            Execute("INSERT INTO stream (started_at, node) VALUES (datetime('now'), 'embedded')");
            using var id = opening.CreateCommand();
            id.CommandText = "SELECT last_insert_rowid()";
            stream = Convert.ToInt64(id.ExecuteScalar(), CultureInfo.InvariantCulture);
            seq = 0;
        }
        catch
        {
            Dispose();
            opening.Dispose();
            throw;
        }
    }

    private int Execute(string sql, params object?[] arguments)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection!.CreateCommand();
            command.CommandText = sql;
            Bind(command, arguments);
            prepared.Add(sql, command);
        }
        else
        {
            Bind(command, arguments);
        }

        return command.ExecuteNonQuery();
    }
}
