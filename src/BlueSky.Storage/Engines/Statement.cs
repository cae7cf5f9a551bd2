namespace BlueSky.Storage;

/// <summary>JSON text for a JSON column.</summary>
internal readonly record struct Json(string Text);

/// <summary>
/// One SQL statement with positional parameters <c>$1 …</c>, which both engines understand. Arguments may be string, long,
/// int, bool, decimal, DateTimeOffset, <see cref="Json"/>, byte[], long[] (PostgreSQL only) or null; each engine binds them
/// to its own types.
/// </summary>
internal readonly record struct Statement(string Sql, params object?[] Arguments)
{
    /// <summary>Bytes it takes, estimated.</summary>
    public int Bytes
    {
        get
        {
            var bytes = 64;
            foreach (var argument in Arguments)
            {
                bytes += argument switch
                {
                    string s => s.Length,
                    Json j => j.Text.Length,
                    byte[] b => b.Length,
                    _ => 8,
                };
            }

            return bytes;
        }
    }
}
