using System.Globalization;
using BlueSky.Queries;
using BlueSky.Time;
using Microsoft.AspNetCore.Http;

namespace BlueSky.Web;

/// <summary>Reads query parameters and collects everything that is wrong with them, to be told at once.</summary>
internal sealed class Arguments(HttpContext http)
{
    private const int LargestPage = 500, DefaultPage = 50;
    private readonly List<FieldProblem> problems = [];

    /// <summary>Throws when anything was wrong. Call it after the last parameter.</summary>
    public void Check()
    {
        if (problems.Count > 0) throw new InvalidRequestException(problems);
    }

    public string? Text(string name, int longest = 64)
    {
        var values = http.Request.Query[name];
        if (values.Count > 1) Wrong(name, "repeated", "只能给一次。Give it once.");
        var text = values.FirstOrDefault();
        if (string.IsNullOrWhiteSpace(text)) return null;
        text = text.Trim();
        if (text.Length > longest || text.Any(char.IsControl))
        {
            Wrong(name, "length", $"最多 {longest} 个字符，不含控制字符。At most {longest} characters, no control characters.");
            return null;
        }

        return text;
    }

    public int Number(string name, int otherwise, int least, int most)
    {
        var text = Text(name);
        if (text is null) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Wrong(name, "range", $"应为 {least} 到 {most} 的整数。A whole number from {least} to {most}.");
        return otherwise;
    }

    public bool? Flag(string name)
    {
        var text = Text(name);
        if (text is null) return null;
        if (text is "true" or "false") return text == "true";
        Wrong(name, "form", "应为 true 或 false。Either true or false.");
        return null;
    }

    public T? Word<T>(string name) where T : struct, Enum
    {
        var text = Text(name);
        if (text is null) return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Json.Word(value) == text) return value;
        }

        Wrong(name, "word", $"应为下列之一：{string.Join(", ", Json.Words<T>())}。One of these words.");
        return null;
    }

    public string? OneOf(string name, IReadOnlyList<string> words)
    {
        var text = Text(name);
        if (text is null || words.Contains(text, StringComparer.Ordinal)) return text;
        Wrong(name, "word", $"应为下列之一：{string.Join(", ", words)}。One of these words.");
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        var text = Text(name);
        if (text is null) return null;
        if (TimeText.TryParse(text, out var time)) return time;
        Wrong(name, "form", TimeText.Fix);
        return null;
    }

    /// <summary>A span of time: to is now by default, from is <paramref name="usual"/> before it; at most <paramref name="longest"/>.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Span(TimeProvider clock, TimeSpan usual, TimeSpan longest)
    {
        var to = Time("to") ?? clock.GetUtcNow().ToChina();
        var from = Time("from") ?? to - usual;
        if (from >= to) Wrong("from", "order", "from 必须早于 to。from must lie before to.");
        else if (to - from > longest)
            Wrong("from", "range", $"时间跨度最多 {longest.TotalDays:0} 天。At most {longest.TotalDays:0} days at once.");
        return (from, to);
    }

    /// <summary>Two ends of which either may be open.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To) Between()
    {
        var (from, to) = (Time("from"), Time("to"));
        if (from >= to) Wrong("from", "order", "from 必须早于 to。from must lie before to.");
        return (from, to);
    }

    public PageRequest Page(IReadOnlyList<string> sortable) => new(
        Number("page", 1, 1, 1_000_000), Number("size", DefaultPage, 1, LargestPage), OneOf("sort", sortable) ?? "", Flag("desc") ?? false);

    private void Wrong(string field, string reason, string message) => problems.Add(new(field, reason, message));
}
