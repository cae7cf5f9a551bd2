using System.Globalization;
using BlueSky.Queries;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace BlueSky.Web.Console;

/// <summary>
/// What a view shows (filter, order, page) as its address says it: an address can be kept, sent and gone back to. A value that the
/// address has wrong counts as not there.
/// </summary>
public sealed class QueryState(NavigationManager navigation)
{
    private const int UsualSize = 25, LargestSize = 200, LastPage = 1_000_000;

    /// <summary>A text; null when there is none.</summary>
    public string? Text(string name) =>
        QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(name, out var values) && values[0] is { Length: > 0 and <= 256 } text ? text : null;

    /// <summary>A whole number.</summary>
    public int? Number(string name, int from, int to) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number : null;

    /// <summary>A yes or no.</summary>
    public bool? Flag(string name) => bool.TryParse(Text(name), out var flag) ? flag : null;

    /// <summary>A word of an enumeration.</summary>
    public TEnum? Word<TEnum>(string name) where TEnum : struct, Enum =>
        Enum.TryParse<TEnum>(Text(name), ignoreCase: true, out var word) && Enum.IsDefined(word) && !char.IsAsciiDigit(Text(name)![0]) ? word : null;

    /// <summary>A day.</summary>
    public DateOnly? Day(string name) =>
        DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The page of a list: <c>page</c>, <c>size</c>, <c>sort</c>, <c>desc</c>.</summary>
    /// <param name="sortable">Columns that the list can be ordered by.</param>
    public PageRequest Page(params IReadOnlyList<string> sortable) => new(
        Number("page", 1, LastPage) ?? 1, Number("size", 1, LargestSize) ?? UsualSize,
        Text("sort") is { } sort && sortable.Contains(sort) ? sort : "", Flag("desc") == true);

    /// <summary>The address with some values changed; null takes one away. Whatever else than the page changes begins at the first page.</summary>
    public string With(params (string Name, object? Value)[] changes)
    {
        var all = changes.ToDictionary(c => c.Name, c => (object?)Word(c.Value));
        if (!all.ContainsKey("page")) all["page"] = null;
        return navigation.GetUriWithQueryParameters(all);
    }

    /// <summary>Goes there.</summary>
    public void Go(params (string Name, object? Value)[] changes) => navigation.NavigateTo(With(changes));

    /// <summary>The address of an API's list under the filter and order of this view, as CSV: all pages of it.</summary>
    public string Export(string list) => QueryHelpers.AddQueryString(Filtered(list), "format", "csv");

    /// <summary>An address under the filter and order of this view, without its page.</summary>
    public string Filtered(string address) => QueryHelpers.AddQueryString(
        address, QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).Where(q => q.Key is not ("page" or "size"))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value)));

    private static string? Word(object? value) => value switch
    {
        null or "" => null,
        bool flag => flag ? "true" : "false",
        Enum word => char.ToLowerInvariant(word.ToString()[0]) + word.ToString()[1..],
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
