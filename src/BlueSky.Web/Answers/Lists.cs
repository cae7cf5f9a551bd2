using BlueSky.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace BlueSky.Web;

/// <summary>Answers a list as a JSON page or, when the caller asks for CSV, as all rows of the filter.</summary>
internal static class Lists
{
    private const int ExportPage = 500;

    public static bool WantsCsv(HttpContext http) => http.Request.Query["format"].ToString() switch
    {
        "csv" => true,
        "json" => false,
        "" => http.Request.Headers.Accept.Any(v => v is not null && v.Contains("text/csv", StringComparison.OrdinalIgnoreCase)),
        _ => throw new InvalidRequestException("format", "word", "应为 json 或 csv。Either json or csv."),
    };

    public static async Task<Results<Ok<Page<T>>, CsvAnswer<T>>> Answer<T>(
        HttpContext http, string name, PageRequest page, Func<PageRequest, CancellationToken, Task<Page<T>>> read,
        IReadOnlyList<CsvColumn<T>> columns)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (!WantsCsv(http)) return TypedResults.Ok(await read(page, http.RequestAborted));
        if (http.Request.Query.ContainsKey("page") || http.Request.Query.ContainsKey("size"))
        {
            throw new InvalidRequestException(
                "page", "export", "导出包含筛选的全部行，不分页。An export holds all rows of the filter: leave out page and size.");
        }

        Task<Page<T>> Read(int number, CancellationToken cancellation) =>
            read(page with { Number = number, Size = ExportPage }, cancellation);

        // The first page is read before anything is sent, so that an outage is still an answer and not a torn file.
        var first = await Read(1, http.RequestAborted);
        if (first.Total > Csv.MostRows)
        {
            throw new InvalidRequestException("format", "too-many-rows",
                $"共 {first.Total} 行，一次最多导出 {Csv.MostRows} 行，请缩小筛选范围。At most {Csv.MostRows} rows at once: narrow the filter.");
        }

        return new CsvAnswer<T>(name, columns, first, Read);
    }
}
