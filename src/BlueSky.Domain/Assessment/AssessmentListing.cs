using BlueSky.AirQuality;
using BlueSky.Tables;

namespace BlueSky.Assessment;

/// <summary>
/// Assessment of a table by hand. Columns in: <c>unit,tier,so2,no2,pm10,pm25,co,o3</c> and, all or none, the same with <c>_last</c>.
/// Published figures stand in where a row has not all six: <c>index,index_last,improvement</c> (a row that has is computed, which is the
/// check), and for rank-sum rules <c>score</c>; with <c>index</c> or <c>score</c> there, the concentrations may be left out. Further <c>good_days,good_days_last</c> (per cent), <c>excluded</c> (why a unit is left out),
/// <c>grade_two_years</c>, <c>group</c>. Other columns are ignored; empty is missing.
/// </summary>
public static class AssessmentListing
{
    private const string LastSuffix = "_last";
    private const int MostYears = 100;

    private static readonly string[] Optional =
        ["index", "index_last", "improvement", "score", "good_days", "good_days_last", "excluded", "grade_two_years", "group"];

    /// <summary>Header of the listing: index with two decimals, improvement in per cent, money in 万元.</summary>
    public const string Header = "unit,tier,index,improvement,rank_status,rank_improvement,score,money,explanation";

    /// <summary>Reads all units; they may only be used when the table has no faults afterwards.</summary>
    /// <param name="table">The table, before its first row.</param>
    /// <param name="policy">The policy, which says what tiers there are; an empty tier is that of which the policy names the unit a member.</param>
    public static IReadOnlyList<UnitInput> Read(CsvTable table, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(policy);
        var units = new List<UnitInput>();
        if (table.Faults.Count > 0) return units;
        var columns = new Columns(table);
        if (table.Faults.Count > 0) return units;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (table.Read())
        {
            if (columns.ReadRow(policy) is not { } unit) continue;
            if (seen.Add(unit.Unit)) units.Add(unit);
            else table.Fault("unit", unit.Unit, "each unit once");
        }

        return units;
    }

    /// <summary>Writes header and results in the result's order; what there is not, is empty.</summary>
    public static void Write(AssessmentResult result, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Header);
        output.Write('\n');
        foreach (var unit in result.Units)
        {
            output.Write(CsvLine.Field(unit.Input.Unit));
            Field(output, unit.Input.Tier);
            Field(output, unit.Index is { } index ? Wording.Points(index) : "");
            Field(output, unit.Improvement is { } rate ? Wording.Fixed(rate, 1) : "");
            Field(output, $"{unit.RankStatus}");
            Field(output, $"{unit.RankImprovement}");
            Field(output, unit.Score is { } score ? Wording.Points(score) : "");
            Field(output, unit.Money is { } money ? Wording.Fixed(money, result.MoneyDecimals) : "");
            Field(output, unit.Explanation);
            output.Write('\n');
        }
    }

    private static void Field(TextWriter output, string text)
    {
        output.Write(',');
        output.Write(CsvLine.Field(text));
    }

    /// <summary>Where the columns are; -1 where there is none.</summary>
    private sealed class Columns
    {
        private readonly CsvTable _table;
        private readonly int _unit;
        private readonly int _tier;
        private readonly int[] _current;
        private readonly int[] _last;
        private readonly Dictionary<string, int> _optional;

        internal Columns(CsvTable table)
        {
            _table = table;
            _unit = table.Demand("unit");
            _tier = table.Demand("tier");
            var codes = Pollutants.All.Select(p => p.Code()).ToArray();
            var isPublished = table.Column("index") >= 0 || table.Column("score") >= 0;
            _current = Find(codes, isNeeded: !isPublished || codes.Any(c => table.Column(c) >= 0));
            var last = codes.Select(c => c + LastSuffix).ToArray();
            _last = Find(last, isNeeded: last.Any(c => table.Column(c) >= 0));
            _optional = Optional.ToDictionary(n => n, table.Column, StringComparer.Ordinal);
        }

        /// <summary>The unit of the current row; null when its name or tier is at fault.</summary>
        internal UnitInput? ReadRow(Policy policy)
        {
            var unit = _table.Text(_unit);
            var tier = unit is null ? null : Tier(policy, unit);
            var (current, last) = (Six(_current), Six(_last));
            var (index, indexLast, improvement) = (Amount("index"), Amount("index_last"), Signed("improvement"));
            var read = new UnitInput(unit ?? "", tier ?? "")
            {
                Current = current,
                Last = last,
                Index = IsComplete(current) ? null : index,
                IndexLast = IsComplete(last) ? null : indexLast,
                Improvement = IsComplete(current) && IsComplete(last) ? null : improvement,
                PublishedScore = Amount("score"),
                GoodDays = Percent("good_days"),
                GoodDaysLast = Percent("good_days_last"),
                Excluded = Words("excluded"),
                GradeTwoYears = Years("grade_two_years"),
                Group = Words("group"),
            };
            return unit is null || tier is null ? null : read;
        }

        private int[] Find(string[] names, bool isNeeded) => [.. names.Select(n => isNeeded ? _table.Demand(n) : -1)];

        private Concentrations Six(int[] columns)
        {
            decimal? At(Pollutant pollutant) => columns[(int)pollutant] is >= 0 and var column ? _table.Amount(column) : null;
            return new(At(Pollutant.SO2), At(Pollutant.NO2), At(Pollutant.PM10), At(Pollutant.PM25), At(Pollutant.CO), At(Pollutant.O3));
        }

        private static bool IsComplete(Concentrations six) => six.ToList().All(c => c is not null);

        private string? Tier(Policy policy, string unit)
        {
            var name = _table.Fields[_tier];
            if (name.Length == 0 && policy.TierOf(unit) is { } own) return own.Id;
            if (policy.FindTier(name) is not null) return name;
            _table.Fault("tier", name, $"a tier of {policy.Id}: {string.Join(", ", policy.Tiers.Select(t => t.Id))}");
            return null;
        }

        private decimal? Amount(string name) => _optional[name] is >= 0 and var column ? _table.Amount(column) : null;

        private decimal? Signed(string name)
        {
            if (Words(name) is not { } text) return null;
            var isNegative = text[0] == '-';
            if (PlainNumber.TryParse(isNegative ? text[1..] : text, out var number)) return isNegative ? -number : number;
            _table.Fault(name, text, "a number, negative when worse, or nothing when it is missing");
            return null;
        }

        private decimal? Percent(string name)
        {
            var amount = Amount(name);
            if (amount > 100) _table.Fault(name, Words(name) ?? "", "per cent from 0 to 100");
            return amount;
        }

        private int Years(string name)
        {
            if (Words(name) is not { } text) return 0;
            if (PlainNumber.TryParse(text, out var years) && years == decimal.Truncate(years) && years <= MostYears) return (int)years;
            _table.Fault(name, text, $"a whole number of years from 0 to {MostYears}");
            return 0;
        }

        private string? Words(string name) => _optional[name] is >= 0 and var column && _table.Fields[column].Length > 0 ? _table.Fields[column] : null;
    }
}
