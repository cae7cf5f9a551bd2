using System.Globalization;
using System.Text;
using BlueSky.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BlueSky.Web;

/// <summary>A column of an export.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Cell">Text of a row's cell; null for an empty one.</param>
internal sealed record CsvColumn<T>(string Title, Func<T, string?> Cell);

/// <summary>Comma-separated values (RFC 4180) that a spreadsheet reads as Chinese and never as formulas.</summary>
internal static class Csv
{
    /// <summary>The most rows of one export.</summary>
    public const int MostRows = 100_000;

    public static string? Number(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? value) => value is { } time ? TimeText.Write(time) : null;

    /// <summary>A text cell: quoted where needed, and made harmless where a spreadsheet would run it as a formula.</summary>
    public static string Escape(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        // A plain negative number is data; everything else that begins like a formula gets an apostrophe.
        var isNumber = decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (IsLikeFormula(text) && !isNumber) text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>The text of a cell that <see cref="Escape"/> made harmless, after its quotes were taken off.</summary>
    public static string Unescape(string cell) => cell is ['\'', ..] && IsLikeFormula(cell) ? cell[1..] : cell;

    // With apostrophes before it too, so that taking one off gives back what was there.
    private static bool IsLikeFormula(string text) => text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Escape)) + "\r\n";
}

/// <summary>A list as CSV, read page by page while it is sent, so that memory does not grow with the list.</summary>
internal sealed class CsvAnswer<T>(
    string name, IReadOnlyList<CsvColumn<T>> columns, Page<T> first, Func<int, CancellationToken, Task<Page<T>>> read) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellation = httpContext.RequestAborted;
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        var rows = 0L;
        try
        {
            await response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellation);
            await response.WriteAsync(Csv.Line(columns.Select(c => (string?)c.Title)), cancellation);
            var text = new StringBuilder();
            for (var (page, number) = (first, 1); page.Items.Count > 0; page = await read(++number, cancellation))
            {
                text.Clear();
                foreach (var item in page.Items.Take((int)(Csv.MostRows - rows))) text.Append(Csv.Line(columns.Select(c => c.Cell(item))));
                rows += page.Items.Count;
                await response.WriteAsync(text.ToString(), cancellation);
                if (page.Items.Count < page.Size || rows >= Csv.MostRows) break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            httpContext.RequestServices.GetRequiredService<ILogger<CsvAnswer<T>>>().ExportBroken(httpContext.Request.Path, rows, e);
            httpContext.Abort();
        }
    }
}
