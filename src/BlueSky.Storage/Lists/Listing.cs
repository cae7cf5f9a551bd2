using System.Data.Common;
using System.Globalization;
using System.Text;
using BlueSky.Messages;
using BlueSky.Queries;

namespace BlueSky.Storage;

/// <summary>Builds one list query: conditions with parameters, an order from a fixed set of columns, a page with its total.</summary>
/// <param name="engine">Engine.</param>
/// <param name="table">Table.</param>
/// <param name="primaryKey">
/// Columns of the table's primary key where its rows are large. The page is then chosen by the small columns alone, where an index holds them
/// without a look at any row, and only the rows of the page are read: to order a hundred thousand documents takes a second, their keys a few milliseconds.
/// </param>
internal sealed class Listing(Engine engine, string table, string? primaryKey = null)
{
    private const int MostAtOnce = 5_000;
    private readonly List<object?> arguments = [];
    private readonly StringBuilder where = new();

    /// <summary>Adds a condition when its argument is not null; <c>{0}</c> in it is the parameter.</summary>
    public Listing Where(string condition, object? argument)
    {
        if (argument is null)
        {
            return this;
        }

        arguments.Add(argument);
        return Where(string.Format(CultureInfo.InvariantCulture, condition, "$" + arguments.Count.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Adds "one of the columns contains the text", whatever its case, when the text is not empty.</summary>
    public Listing Contains(string? text, params string[] columns)
    {
        if (string.IsNullOrEmpty(text))
        {
            return this;
        }

        arguments.Add("%" + text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%");
        var parameter = "$" + arguments.Count.ToString(CultureInfo.InvariantCulture);
        return Where("(" + string.Join(" OR ", columns.Select(c => $"{c} {engine.Like} {parameter} ESCAPE '\\'")) + ")");
    }

    /// <param name="page">The page asked for.</param>
    /// <param name="columns">Columns to select.</param>
    /// <param name="row">Turns a row into an item.</param>
    /// <param name="ownOrder">Order when none is asked for.</param>
    /// <param name="key">Column that makes every order total, so that pages neither repeat nor skip rows.</param>
    /// <param name="sortable">Names a caller may sort by, and their columns.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<Page<T>> Page<T>(
        PageRequest page, string columns, Func<DbDataReader, T> row, string ownOrder, string key,
        IReadOnlyDictionary<string, string> sortable, CancellationToken cancellation)
    {
        Check(page, sortable.Keys);
        var order = ownOrder;
        if (page.Sort.Length > 0)
        {
            var direction = page.Descending ? "DESC" : "ASC";
            order = $"{sortable[page.Sort]} {direction} NULLS LAST, {key} {direction}";
        }

        var before = (page.Number - 1L) * page.Size;
        var rows = await Rows(columns, row, order, page.Size, before, cancellation);
        return new Page<T>(rows, await Total(rows.Count, page.Size, before, cancellation), page.Number, page.Size);
    }

    /// <summary>The first rows of an order at once, more than a page holds: for what has no pages, within its own bound.</summary>
    /// <param name="most">Rows at most, 1..5,000.</param>
    /// <param name="columns">Columns to select.</param>
    /// <param name="row">Turns a row into an item.</param>
    /// <param name="order">Order, total.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<Page<T>> First<T>(int most, string columns, Func<DbDataReader, T> row, string order, CancellationToken cancellation)
    {
        CheckMost(most, MostAtOnce);
        var rows = await Rows(columns, row, order, most, 0, cancellation);
        return new Page<T>(rows, await Total(rows.Count, most, 0, cancellation), 1, most);
    }

    // Rows that do not fill their page are the last ones and say the total by themselves: both are of one moment then, and nothing is
    // counted. Behind a full page more may have come or gone before they are counted; those that are shown are there.
    private async Task<long> Total(int rows, int size, long before, CancellationToken cancellation) =>
        rows < size && (rows > 0 || before == 0)
            ? before + rows
            : Math.Max(rows == 0 ? 0 : before + rows, (await engine.Query(new Statement($"SELECT count(*) FROM {table}{where}", [.. arguments]), r => r.GetInt64(0), cancellation))[0]);

    private async Task<List<T>> Rows<T>(string columns, Func<DbDataReader, T> row, string order, int size, long offset, CancellationToken cancellation)
    {
        var chosen = $"FROM {table}{where} ORDER BY {order} LIMIT ${arguments.Count + 1} OFFSET ${arguments.Count + 2}";
        return await engine.Query(
            new Statement(
                primaryKey is null ? $"SELECT {columns} {chosen}" : $"SELECT {columns} FROM {table} WHERE ({primaryKey}) IN (SELECT {primaryKey} {chosen}) ORDER BY {order}",
                [.. arguments, (long)size, offset]),
            row,
            cancellation);
    }

    /// <exception cref="RefusedException">So many rows do not come at once; the message says how many do.</exception>
    internal static void CheckMost(int most, int bound)
    {
        if (most < 1 || most > bound) throw new RefusedException("most-out-of-range", "most", $"From 1 to {bound} rows come at once.");
    }

    /// <exception cref="RefusedException">Page, size or order is none we have; the message names what is allowed.</exception>
    internal static void Check(PageRequest page, IEnumerable<string> sortable)
    {
        if (page.Number < 1)
        {
            throw new RefusedException("page-out-of-range", "number", "Pages count from 1.");
        }

        if (page.Size is < 1 or > 500)
        {
            throw new RefusedException("page-size-out-of-range", "size", "A page holds 1 to 500 rows.");
        }

        if (page.Sort.Length > 0 && !sortable.Contains(page.Sort))
        {
            throw new RefusedException(
                "unknown-sort-column", "sort", $"This list sorts by {string.Join(", ", sortable)}; not by '{page.Sort}'.");
        }
    }

    /// <summary>Rows of the filter by the value of an integer column.</summary>
    /// <param name="column">Column.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<List<(int Value, long Count)>> CountBy(string column, CancellationToken cancellation) => await engine.Query(
        new Statement($"SELECT {column}, count(*) FROM {table}{where} GROUP BY {column} ORDER BY {column}", [.. arguments]),
        r => (r.GetInt32(0), r.GetInt64(1)), cancellation);

    /// <summary>Adds a condition without an argument; none when it is empty. Never holds what a caller sent.</summary>
    public Listing Where(string condition)
    {
        if (condition.Length == 0) return this;
        where.Append(where.Length == 0 ? " WHERE " : " AND ").Append(condition);
        return this;
    }
}
