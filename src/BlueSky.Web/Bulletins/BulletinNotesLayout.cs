using BlueSky.Bulletins;

namespace BlueSky.Web;

/// <summary>The data notes (数据说明) of a bulletin as sections.</summary>
internal static class BulletinNotesLayout
{
    public static IReadOnlyList<BulletinSection> Of(Bulletin bulletin)
    {
        var n = bulletin.Notes;
        return
        [
            new(BulletinLayout.Notes, "五、数据说明", [.. Words(bulletin)], [
                new("表5-1　未计资金的单位与原因", [new("单位", 26), new("原因", 46, true), new("处理", 20)],
                    [.. n.LeftOut.Select(l => (IReadOnlyList<Cell>)[l.Unit, l.Reason, l.Outcome])]) { WhenEmpty = "无" },
                new("表5-2　数据覆盖与有效性",
                    [new("单位", 26), new("站点", 46), new("有效性", 20), new("有效天数", 12), new("应有天数", 12), new("数据修订号", 14), new("对比期修订号", 16), new("演示数据", 12)],
                    [.. n.Coverage.Select(Row)]) { WhenEmpty = "无站点数据记录" },
                new("表5-3　办法参数与依据", [new("参数", 26, true), new("取值", 46, true), new("标注", 20), new("依据", 66, true)],
                    [.. n.Parameters.Concat(n.Remarks).Select(p => (IReadOnlyList<Cell>)[p.Name, p.Value, $"[{p.Mark}] {p.MarkName}", p.Citation])]),
            ]),
        ];
    }

    private static IEnumerable<string> Words(Bulletin b)
    {
        var n = b.Notes;
        if (b.IsDemo) yield return "演示数据：本通报所用数据含程序生成的演示数据，不是监测结果，不得用于考核和资金结算。";
        yield return $"考核办法：{n.PolicyName}（{n.PolicyId}，版本 {n.PolicyVersion}，文件摘要 {n.PolicyDigest}）。";
        if (!n.PolicyIsSame) yield return "注意：现存办法文件与本版计算所用文件不同，表5-3的参数和标注取自现存文件，数字仍为本版计算结果。";
        yield return "时间均为北京时间（中国标准时间，UTC+8）；自然日为0时至24时，小时值以整点结束时刻标注。SO2、NO2、PM10、PM2.5为时段平均值，CO为日均值第95百分位数，O3为日最大8小时平均第90百分位数。";
        yield return "有效天数不足的站点数据无效；被剔除的单位不排名、不计资金，也不算作末位。标注D为默认值，待区局确认；K为未经核实，待区局确认。";
        yield return $"本通报为第 {b.Revision} 版{(n.Reason.Length > 0 ? $"，重算原因：{n.Reason}" : "")}；计算摘要 SHA-256：{b.Digest}。相同输入和办法重算得到相同摘要。";
    }

    private static IReadOnlyList<Cell> Row(Coverage c) =>
    [
        c.UnitName, c.StationName == c.Station ? c.Station : $"{c.StationName}（{c.Station}）", c.IsValid ? "有效" : "数据无效",
        Cell.Number(c.ValidDays), Cell.Number(c.NeededDays), Cell.Number(c.Revision), Cell.Number(c.RevisionLast), c.IsDemo ? "是" : "否",
    ];
}
