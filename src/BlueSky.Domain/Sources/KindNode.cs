using System.Text.Json;

namespace BlueSky.Sources;

/// <summary>
/// One object of a kind file, read field by field. It remembers what was asked for, so that <see cref="Done"/> can name a
/// property that nobody knows: a misspelt field must not be ignored in silence.
/// </summary>
internal sealed class KindNode
{
    private readonly JsonElement _element;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public KindNode(string file, string path, JsonElement element)
    {
        File = file;
        Path = path;
        _element = element;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new KindFileException(file, path, "此处应为对象 an object is expected here.", "用 { … } 书写 write it as { … }.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name)) throw Error(property.Name, "字段重复 the property is given twice.", "只保留一个 keep one of them.");
        }
    }

    public string File { get; }

    public string Path { get; }

    public KindFileException Error(string field, string problem, string fix) => new(File, $"{Path}.{field}", problem, fix);

    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name)
    {
        if (!Take(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
        {
            throw Error(name, "应为非空文字 a text that is not empty is expected.", "写成 \"…\" write it as \"…\".");
        }

        return value.GetString();
    }

    public decimal Number(string name) => OptionalNumber(name) ?? throw Missing(name);

    public decimal? OptionalNumber(string name)
    {
        if (!Take(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var number))
        {
            throw Error(name, "应为数字 a number is expected.", "不加引号书写，如 2.0 write it without quotes, e.g. 2.0.");
        }

        return number;
    }

    public int Int(string name, int least, int most) => OptionalInt(name, least, most) ?? throw Missing(name);

    public int? OptionalInt(string name, int least, int most)
    {
        if (OptionalNumber(name) is not { } number) return null;
        if (number != decimal.Truncate(number) || number < least || number > most)
        {
            throw Error(name, $"应为 {least}…{most} 的整数 a whole number {least}..{most} is expected.", "改正该数 correct the number.");
        }

        return (int)number;
    }

    public bool Flag(string name, bool whenMissing)
    {
        if (!Take(name, out var value)) return whenMissing;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Error(name, "应为 true 或 false true or false is expected.", "写 true 或 false write true or false."),
        };
    }

    public DateOnly? OptionalDate(string name)
    {
        if (OptionalText(name) is not { } text) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date)
            ? date
            : throw Error(name, $"日期无法识别 not a date: “{text}”.", "写成 2021-07-01 write it as 2021-07-01.");
    }

    public KindNode? OptionalObject(string name) =>
        Take(name, out var value) ? new KindNode(File, $"{Path}.{name}", value) : null;

    public KindNode Object(string name) => OptionalObject(name) ?? throw Missing(name);

    public List<KindNode> Objects(string name)
    {
        var list = new List<KindNode>();
        foreach (var (item, index) in Items(name)) list.Add(new KindNode(File, $"{Path}.{name}[{index}]", item));
        return list;
    }

    public List<string> Texts(string name)
    {
        var list = new List<string>();
        foreach (var (item, index) in Items(name))
        {
            if (item.ValueKind != JsonValueKind.String) throw Error($"{name}[{index}]", "应为文字 a text is expected.", "写成 \"…\" write it as \"…\".");
            list.Add(item.GetString()!);
        }

        return list;
    }

    public List<decimal> Numbers(string name)
    {
        var list = new List<decimal>();
        foreach (var (item, index) in Items(name))
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetDecimal(out var number))
            {
                throw Error($"{name}[{index}]", "应为数字 a number is expected.", "不加引号书写 write it without quotes.");
            }

            list.Add(number);
        }

        return list;
    }

    /// <summary>How sure the entry is and where it comes from; both are demanded of every entry.</summary>
    public Provenance Provenance()
    {
        var mark = OptionalText("mark") ?? throw Error(
            "mark", "缺少可信度标记 the mark is missing.", "加 \"mark\": T 原文、S 二手、K 未核实、D 本系统默认 add \"mark\": T text, S secondary, K unverified, D our default.");
        if (mark is not ("T" or "S" or "K" or "D"))
        {
            throw Error("mark", $"未知标记 unknown mark “{mark}”.", "只能是 T、S、K、D one of T, S, K, D.");
        }

        var citation = OptionalText("citation") ?? throw Error(
            "citation", "缺少出处 the citation is missing.", "写明标准号和条款 add \"citation\": standard and clause.");
        return new Provenance(mark, citation);
    }

    public void Done()
    {
        foreach (var property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                throw Error(property.Name, $"未知字段 unknown property “{property.Name}”.", $"删除或改正拼写，可用字段 remove it or correct it; known: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private List<(JsonElement Item, int Index)> Items(string name)
    {
        var list = new List<(JsonElement, int)>();
        if (!Take(name, out var value)) return list;
        if (value.ValueKind != JsonValueKind.Array) throw Error(name, "应为列表 a list is expected.", "用 [ … ] 书写 write it as [ … ].");
        foreach (var item in value.EnumerateArray()) list.Add((item, list.Count));
        return list;
    }

    private bool Take(string name, out JsonElement value)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private KindFileException Missing(string name) =>
        Error(name, "缺少字段 the property is missing.", $"补上 “{name}” add “{name}”.");
}
