using BlueSky.AirQuality;
using BlueSky.Assessment;
using BlueSky.Districts;

namespace BlueSky.Web;

/// <summary>The ranking of a revision as a table: what a bulletin is made from.</summary>
internal static class RankingColumns
{
    public static IReadOnlyList<CsvColumn<UnitResult>> Of(AssessmentRevision revision, District district)
    {
        var inputs = revision.Inputs.ToLookup(i => i.Unit, StringComparer.Ordinal);
        return
        [
            new("unit", u => u.Input.Unit),
            new("name", u => district.Towns.FirstOrDefault(t => t.Code == u.Input.Unit)?.Name),
            new("tier", u => u.Tier),
            .. Pollutants.All.Select(p => new CsvColumn<UnitResult>(p.Code(), u => Csv.Number(u.Input.Current[p]))),
            .. Pollutants.All.Select(p => new CsvColumn<UnitResult>(p.Code() + "_last", u => Csv.Number(u.Input.Last[p]))),
            new("index", u => Csv.Number(u.Index)),
            new("index_last", u => Csv.Number(u.IndexLast)),
            new("improvement", u => Csv.Number(u.Improvement)),
            new("good_days", u => Csv.Number(u.Input.GoodDays)),
            new("rank_status", u => Csv.Number(u.RankStatus)),
            new("rank_improvement", u => Csv.Number(u.RankImprovement)),
            new("score", u => Csv.Number(u.Score)),
            new("rank", u => Csv.Number(u.Rank)),
            new("money", u => Csv.Number(u.Money)),
            new("outcome", u => Json.Word(u.Outcome)),
            new("explanation", u => u.Explanation),
            new("notes", u => string.Join("；", inputs[u.Input.Unit].Select(i => i.Notes).Where(n => n.Length > 0).Distinct())),
            new("demo", u => inputs[u.Input.Unit].Any(i => i.HasDemo) ? "true" : "false"),
        ];
    }
}
