using System.Text.Json;

namespace BlueSky.Sources;

/// <summary>Reads one kind file (<c>seeds/source-kinds/*.json</c>). Strict: what is not understood is an error, not ignored.</summary>
public static class SourceKindFile
{
    /// <summary>Most rules a kind may have.</summary>
    public const int MostRules = 64;

    private static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The kind that <paramref name="json"/> describes.</summary>
    /// <param name="fileName">Name for messages; its stem must be the kind's code.</param>
    /// <param name="json">Content of the file.</param>
    /// <exception cref="KindFileException">The file cannot be used; the message says where, what and how to put it right.</exception>
    public static SourceKind Parse(string fileName, string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(json);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, s_options);
        }
        catch (JsonException e)
        {
            throw new KindFileException(fileName, $"第 {e.LineNumber + 1} 行 line {e.LineNumber + 1}", "不是合法的 JSON not valid JSON.", "检查逗号、引号和括号 check commas, quotes and brackets.", e);
        }

        using (document)
        {
            return Read(new KindNode(fileName, "$", document.RootElement), Path.GetFileNameWithoutExtension(fileName));
        }
    }

    private static SourceKind Read(KindNode root, string stem)
    {
        var code = root.Text("code");
        if (code != stem) throw root.Error("code", $"与文件名不符 “{code}” is not the file's name.", $"改为 “{stem}” 或改文件名 write “{stem}” or rename the file.");
        var factors = Distinct(root, "factors", ReadFactor, f => f.Code);
        CheckConversions(root, factors);
        var limits = root.Objects("limits").ConvertAll(node => ReadLimit(node, factors));
        if (LimitTable.FindAmbiguity(limits) is var (first, second))
        {
            throw root.Error($"limits[{second}]", $"与 limits[{first}] 同等具体且有效期重叠 it is as specific as limits[{first}] and their validity overlaps.", "改正 validFrom/validTo，或用 zone、sizeClass、industry 区分 correct the dates or tell them apart.");
        }

        var table = new LimitTable(limits);
        var measures = Distinct(root, "measures", ReadMeasure, m => m.Item);
        var rules = Distinct(root, "rules", node => RuleReader.Read(node, factors, table, measures), r => r.Id);
        if (rules.Count > MostRules) throw root.Error("rules", $"规则过多 more than {MostRules} rules.", "拆分类型 split the kind.");
        var kind = new SourceKind
        {
            Code = code,
            Name = root.Text("name"),
            NameEn = root.Text("nameEn"),
            LeadDepartment = ReadText(root.Object("leadDepartment")),
            DefaultZone = root.OptionalObject("defaultZone") is { } zone ? ReadText(zone) : null,
            ValidHourMinutes = ReadMinutes(root.Object("validHourMinutes")),
            Factors = factors,
            Limits = table,
            Rules = rules,
            Measures = measures,
            Silence = rules.OfType<SilenceSpec>().FirstOrDefault(),
        };
        root.Done();
        return kind;
    }

    private static List<T> Distinct<T>(KindNode root, string list, Func<KindNode, T> read, Func<T, string> key)
    {
        var items = new List<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in root.Objects(list))
        {
            var item = read(node);
            node.Done();
            if (!seen.Add(key(item))) throw new KindFileException(node.File, node.Path, $"重复 “{key(item)}” is there twice.", "删除其一或改名 remove one or rename it.");
            items.Add(item);
        }

        return items;
    }

    private static Sourced<string> ReadText(KindNode node)
    {
        var value = new Sourced<string>(node.Text("value"), node.Provenance());
        node.Done();
        return value;
    }

    private static Sourced<int> ReadMinutes(KindNode node)
    {
        var value = new Sourced<int>(node.Int("value", 1, 60), node.Provenance());
        node.Done();
        return value;
    }

    private static FactorSpec ReadFactor(KindNode node)
    {
        var code = node.Text("code");
        if (code.AsSpan().IndexOfAny('@', '-', ' ') >= 0 || code.EndsWith(FactorSpec.ConvertedSuffix, StringComparison.Ordinal))
        {
            throw node.Error("code", $"因子编码含非法字符 “{code}” has a character that is not allowed.", "不用 @、-、空格，不以 .zs 结尾 no @, -, blank, no ending .zs.");
        }

        return new FactorSpec(
            code, node.Text("name"), node.Text("nameEn"), node.Text("unit"), node.Int("digits", 0, 6),
            node.Flag("canBeNegative", false), node.Flag("hourly", true), node.Numbers("sentinels"),
            node.OptionalObject("conversion") is { } conversion ? ReadConversion(conversion) : null, node.Provenance());
    }

    private static ConversionSpec ReadConversion(KindNode node)
    {
        var type = node.Text("type");
        ConversionSpec spec = type switch
        {
            "reference-oxygen" => new OxygenConversion(
                node.Text("oxygenFactor"), node.Number("ambient"), node.Number("abnormalAt"), ReadByIndustry(node), node.Provenance()),
            "stoves" => new StoveConversion(node.Text("flowParameter"), node.Text("stovesParameter"), node.Number("flowPerStove"), node.Provenance()),
            _ => throw node.Error("type", $"未知折算 unknown conversion “{type}”.", "reference-oxygen 或 stoves."),
        };
        node.Done();
        return spec;
    }

    private static Dictionary<string, Sourced<decimal>> ReadByIndustry(KindNode node)
    {
        var table = new Dictionary<string, Sourced<decimal>>(StringComparer.Ordinal);
        foreach (var row in node.Objects("byIndustry"))
        {
            var industry = row.Text("industry");
            if (!table.TryAdd(industry, new Sourced<decimal>(row.Number("value"), row.Provenance())))
            {
                throw row.Error("industry", $"重复 “{industry}” is there twice.", "只保留一行 keep one row.");
            }

            row.Done();
        }

        return table;
    }

    private static void CheckConversions(KindNode root, List<FactorSpec> factors)
    {
        for (var i = 0; i < factors.Count; i++)
        {
            if (factors[i].Conversion is OxygenConversion oxygen && !factors.Exists(f => f.Code == oxygen.OxygenFactor))
            {
                throw root.Error($"factors[{i}].conversion.oxygenFactor", $"未知因子 unknown factor “{oxygen.OxygenFactor}”.", "先在 factors 中登记 add it to factors.");
            }
        }
    }

    private static LimitRow ReadLimit(KindNode node, List<FactorSpec> factors)
    {
        var code = node.Text("factor");
        var factor = factors.Find(f => f.Code == code)
            ?? throw node.Error("factor", $"未知因子 unknown factor “{code}”.", $"已登记 known: {string.Join(", ", factors.Select(f => f.Code))}.");
        var row = new LimitRow(
            code, ReadAveraging(node), node.OptionalText("level") ?? "", node.OptionalText("zone"), node.OptionalText("sizeClass"),
            node.OptionalText("industry"), node.OptionalDate("validFrom"), node.OptionalDate("validTo"), node.OptionalNumber("value"),
            node.OptionalNumber("lower"), node.Flag("inclusive", false), node.Text("unit"), node.OptionalNumber("referenceOxygen"), node.Provenance());
        node.Done();
        if (row.Upper is null && row.Lower is null) throw node.Error("value", "缺少限值 neither value nor lower is given.", "填 value（上限）或 lower（下限） give value (upper) or lower.");
        if (row.Upper < row.Lower) throw node.Error("lower", "下限高于上限 the lower bound is above the upper.", "对调 exchange them.");
        if (row.ValidTo < row.ValidFrom) throw node.Error("validTo", "止期早于起期 it ends before it begins.", "改正日期 correct the dates.");
        if (row.Unit != factor.Unit) throw node.Error("unit", $"单位 “{row.Unit}” 与因子 “{factor.Unit}” 不同 is not the factor's.", "换算成因子的单位 convert the value to the factor's unit.");
        if (row.ReferenceOxygen is not null && factor.Conversion is not OxygenConversion) throw node.Error("referenceOxygen", "该因子无氧含量折算 the factor has no reference-oxygen conversion.", "给因子加 conversion 或删除本字段 add the conversion or remove this.");
        return row;
    }

    internal static Averaging ReadAveraging(KindNode node)
    {
        var text = node.Text("averaging");
        return Averaging.TryParse(text, out var averaging)
            ? averaging
            : throw node.Error("averaging", $"未知平均时间 unknown averaging “{text}”.", "instant, hour, day, record, 或 or 10min, 15min …（60 的约数 a divisor of 60）.");
    }

    private static MeasureItem ReadMeasure(KindNode node) =>
        new(node.Text("item"), node.Text("name"), node.Text("nameEn"), node.Flag("stopWork", false), node.Provenance());
}
