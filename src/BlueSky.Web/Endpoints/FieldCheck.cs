using BlueSky.Photos;

namespace BlueSky.Web;

/// <summary>Collects what is wrong with a request body, field by field, to be told at once.</summary>
internal sealed class FieldCheck
{
    private const int MostProblems = 50;
    private readonly List<FieldProblem> problems = [];

    public bool IsClean => problems.Count == 0;

    public void Wrong(string field, string reason, string message)
    {
        if (problems.Count < MostProblems) problems.Add(new(field, reason, message));
    }

    /// <summary>The text when it is there and fits; else notes the problem.</summary>
    public string Needed(string? text, string field, int longest = 64)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Wrong(field, "missing", "必填。Required.");
            return "";
        }

        return Fits(text, field, longest);
    }

    public string Fits(string text, string field, int longest)
    {
        if (text.Length > longest || text.Any(char.IsControl))
            Wrong(field, "length", $"最多 {longest} 个字符，不含控制字符。At most {longest} characters, no control characters.");
        return text;
    }

    /// <summary>Words of a person, of several lines where wanted.</summary>
    public string Words(string text, string field, int longest)
    {
        if (text.Length > longest || text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            Wrong(field, "length", $"最多 {longest} 个字符，不含控制字符。At most {longest} characters, no control characters.");
        return text;
    }

    public T Needed<T>(T? value, string field) where T : struct
    {
        if (value is null) Wrong(field, "missing", "必填。Required.");
        return value ?? default;
    }

    /// <summary>The id of an uploaded photo.</summary>
    public string Photo(string? id, string field)
    {
        var text = Needed(id, field);
        if (text.Length > 0 && !PhotoFile.IsId(text))
            Wrong(field, "form", "应为上传照片后得到的编号（64 位十六进制小写）。The id that POST /api/v1/photos answered: 64 small hexadecimal digits.");
        return text;
    }

    /// <summary>An event time: whole seconds, so that the same entry sent twice is the same.</summary>
    public DateTimeOffset Moment(DateTimeOffset? value, string field)
    {
        var time = Needed(value, field);
        if (time.Ticks % TimeSpan.TicksPerSecond != 0) Wrong(field, "form", "只能到整秒。Whole seconds only.");
        return time;
    }

    public void Check()
    {
        if (problems.Count > 0) throw new InvalidRequestException(problems);
    }
}
