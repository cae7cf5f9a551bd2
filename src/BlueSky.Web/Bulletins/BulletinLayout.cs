using System.Globalization;
using BlueSky.AirQuality;
using BlueSky.Bulletins;

namespace BlueSky.Web;

/// <summary>Puts a bulletin into sections and tables in the order in which real ones print; page and workbook only draw them.</summary>
internal static class BulletinLayout
{
    public const string Bulletin = "通报", Towns = "城区与镇街排名", Money = "生态补偿", Notes = "数据说明";

    /// <summary>The sheets of the workbook in order.</summary>
    public static readonly IReadOnlyList<string> Sheets = [Bulletin, Towns, Money, Notes];

    private const string Sign = "变化为改善率：正值为改善（浓度或指数下降），负值为恶化，0.0%为持平。";

    public static IReadOnlyList<BulletinSection> Of(Bulletin bulletin) =>
    [
        District(bulletin), Stations(bulletin), Tiers(bulletin), Compensation(bulletin), .. BulletinNotesLayout.Of(bulletin),
    ];

    /// <summary>Period, comparison, run: the line below the title.</summary>
    public static string Subtitle(Bulletin bulletin) => string.Create(
        CultureInfo.InvariantCulture,
        $"考核时段 {bulletin.Period.First:yyyy-MM-dd} 至 {bulletin.Period.Last:yyyy-MM-dd}　对比 {bulletin.Compared}　第 {bulletin.Revision} 版，{bulletin.At:yyyy-MM-dd HH:mm} 生成（北京时间）");

    public static string Label(this Pollutant pollutant) => pollutant == Pollutant.PM25 ? "PM2.5" : pollutant.ToString();

    private static string UnitOf(Pollutant pollutant) =>
        pollutant.Unit() == ConcentrationUnit.MilligramPerCubicMetre ? "mg/m³" : "μg/m³";

    private static BulletinSection District(Bulletin b)
    {
        var s = b.Status;
        var words = new List<string> { Headline(b) };
        if (s.GoodDays is { } days)
            words.Add($"优良天数比例为{Cell.Number(days, 1, "%").Print()}{(s.GoodDaysLast is { } last ? $"，{b.Compared}为{Cell.Number(last, 1, "%").Print()}" : "")}。");
        if (s.MeanOf is { } n)
            words.Add($"未取得区级发布值，以上及下表为{n}个参评单位印发值的算术平均（CO、O3为各单位百分位数的平均；默认值，待区局确认）；全市位次未取得，以“—”表示。");
        words.Add(Sign);
        var rows = s.Pollutants.Select(p => (IReadOnlyList<Cell>)[
            Name(p.Pollutant), Cell.Number(p.Standard, 0, " " + UnitOf(p.Pollutant)), Concentration(p, p.Current), Concentration(p, p.Last),
            Cell.Change(p.Improvement, 1, "%"), Cell.Number(p.Rank), Cell.Number(p.RankOfChange),
        ]).ToList();
        return new(Bulletin, "一、全区环境空气质量状况", words, [
            new("表1　六项污染物浓度及变化", [
                new("污染物", 22), new("二级标准", 14), new("本期浓度", 14), new(b.Compared, 14), new("变化", 11), new("全市位次", 10), new("变化位次", 10),
            ], rows),
        ]);
    }

    private static string Headline(Bulletin b)
    {
        var s = b.Status;
        if (s.Index is not { } index) return $"{b.PeriodName}，{b.District}六项污染物数据不全，未计算环境空气综合指数。";
        var place = s.Rank is { } rank ? $"，全市位次第{rank}" : "";
        var change = s.IndexLast is { } last ? $"，{b.Compared}为{Cell.Number(last, 2).Print()}，{Change(s.Improvement)}" : $"，无{b.Compared}可比数据";
        var placeOfChange = s.RankOfChange is { } r ? $"，改善幅度位次第{r}" : "";
        return $"{b.PeriodName}，{b.District}环境空气综合指数为{Cell.Number(index, 2).Print()}{place}{change}{placeOfChange}。";
    }

    private static string Change(decimal? rate) => rate switch
    {
        null => "变化无法计算",
        0 => "持平",
        > 0 => $"改善{Cell.Number(rate, 1, "%").Print()}",
        _ => $"恶化{Cell.Number(-rate, 1, "%").Print()}",
    };

    private static string Name(Pollutant p) => p.ChineseName().Contains('(', StringComparison.Ordinal) ? p.ChineseName() : $"{p.ChineseName()}({p})";

    private static Cell Concentration(PollutantStatus p, decimal? value) => Cell.Number(value, p.Digits, " " + UnitOf(p.Pollutant));

    private static BulletinSection Stations(Bulletin b) => new(
        Bulletin, "二、城区站点排名",
        b.Stations.Count == 0 ? ["本办法没有按污染物考核站点的层次，本期不作站点排名。"] : ["各表左列按数值由低到高、右列按改善率由高到低排列；数值相同的并列。"],
        [.. b.Stations.Select((r, i) => SideBySide($"表2-{i + 1}　{Indicator(r)}", b, ValueTitle(r), r.Digits, r.Status, r.Improvement, "站点"))]);

    private static string Indicator(IndicatorRanking r) => r.Pollutant is { } p && r.Standard is { } standard
        ? $"{p.Label()}（标准{Cell.Number(standard).Print()} {UnitOf(p)}）"
        : "综合指数";

    private static string ValueTitle(IndicatorRanking r) => r.Pollutant is { } p ? $"浓度（{UnitOf(p)}）" : "综合指数";

    private static BulletinSection Tiers(Bulletin b) => new(
        Towns, "三、城区与镇街排名", ["各层次内部排名：综合指数由低到高，改善率由高到低；数值相同的并列。只有一个单位的层次不排名。"],
        [.. b.Tiers.SelectMany((t, i) => Tables(b, t, i + 1))]);

    private static IEnumerable<BulletinTable> Tables(Bulletin b, TierRankings tier, int number)
    {
        yield return SideBySide($"表3-{number}　{tier.Name}：综合指数排名与改善率排名{Unranked(tier)}", b, "综合指数", 2, tier.Status, tier.Improvement, null);
        if (tier.Units.Count == 0) yield break;
        Pollutant[] order = [Pollutant.PM25, Pollutant.PM10, Pollutant.SO2, Pollutant.NO2, Pollutant.CO, Pollutant.O3];
        // Figures that may not be used are not printed, lest somebody ranks them by hand.
        var rows = tier.Units.Select((u, i) => (IReadOnlyList<Cell>)[
            Cell.Number(i + 1), u.Counts ? u.Name : $"{u.Name}（{u.OutcomeName}）",
            .. order.Select(p => Cell.Number(u.Counts ? u.Current[p] : null, p == Pollutant.CO ? 1 : 0)),
            Cell.Number(u.Counts ? u.Result.Index : null, 2), Cell.Number(u.Counts ? u.Result.Input.GoodDays : null, 1),
        ]).ToList();
        yield return new($"表3-{number}附　{tier.Name}：各单位本期浓度（μg/m³，CO为mg/m³）", [
            new("序号", 8), new("单位", 24), .. order.Select(p => new Column(p.Label(), 12)), new("综合指数", 12), new("优良天数比例（%）", 14),
        ], rows);
    }

    private static string Unranked(TierRankings tier) => tier.Unranked.Count == 0 ? "" : $"（不参加排名：{string.Join('、', tier.Unranked)}）";

    /// <summary>Status list at the left, improvement list at the right, as the district's bulletin prints them.</summary>
    private static BulletinTable SideBySide(
        string caption, Bulletin b, string value, int digits, IReadOnlyList<RankedLine> status, IReadOnlyList<RankedLine> improvement, string? station)
    {
        Column[] place = station is null ? [new("位次", 8), new("单位", 24)] : [new("位次", 8), new("责任单位", 20), new(station, 28)];
        IReadOnlyList<Cell> Place(RankedLine l) => station is null ? [Cell.Number(l.Rank), l.Unit] : [Cell.Number(l.Rank), l.Unit, l.Station];
        var rows = Enumerable.Range(0, Math.Max(status.Count, improvement.Count)).Select(i => (IReadOnlyList<Cell>)[
            .. i < status.Count
                ? [.. Place(status[i]), Cell.Number(status[i].Value, digits), Cell.Number(status[i].Last, digits)]
                : Enumerable.Repeat(Cell.Blank, place.Length + 2),
            .. i < improvement.Count
                ? [.. Place(improvement[i]), Cell.Change(improvement[i].Value, 1, "%")]
                : Enumerable.Repeat(Cell.Blank, place.Length + 1),
        ]).ToList();
        return new(caption, [.. place, new(value, 15), new(b.Compared, 12), .. place, new("改善率", 12)], rows)
        {
            Groups = [new("现状排名", place.Length + 2), new("改善排名", place.Length + 1)],
        };
    }

    private static BulletinSection Compensation(Bulletin b)
    {
        var c = b.Compensation;
        var rows = c.Lines.Select(l => (IReadOnlyList<Cell>)[
            l.Unit, l.Tier, new Cell(null, l.Score, 2), Cell.Number(l.Rank), Cell.Change(l.Money, c.Decimals), l.Explanation,
        ]).ToList();
        var tables = new List<BulletinTable>
        {
            new("表4　生态补偿资金（万元）", [
                new("单位", 24), new("层次", 18), new("得分", 10), new("层次内位次", 11), new("金额（万元）", 13), new("金额说明", 80, true),
            ], rows)
            {
                Totals = [Total("获得合计", c.Received), Total("缴纳合计", -c.Paid), Total("净额", c.Net)],
            },
        };
        if (c.Netted.Count > 0)
            tables.Add(new("表4附　相抵后金额（万元）", [new("所属", 24), new("金额（万元）", 18)], [.. c.Netted.Select(n => (IReadOnlyList<Cell>)[n.Group, Cell.Change(n.Money, c.Decimals)])]));
        return new(Money, "四、生态补偿", ["金额正值为获得，负值为缴纳，单位万元；“—”为本期不计资金，原因见说明。"], tables);

        IReadOnlyList<Cell> Total(string name, decimal sum) => [name, Cell.Blank, Cell.Blank, Cell.Blank, Cell.Change(sum, c.Decimals), Cell.Blank];
    }
}
