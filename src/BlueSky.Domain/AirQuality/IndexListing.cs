using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>One unit of a table of period concentrations.</summary>
/// <param name="Unit">Name or code of the unit.</param>
/// <param name="Current">The concentrations of the period in the order of <see cref="Pollutant"/>; null where missing.</param>
/// <param name="Last">Those of the same period a year before; all null when the table has none.</param>
public sealed record UnitConcentrations(string Unit, IReadOnlyList<decimal?> Current, IReadOnlyList<decimal?> Last);

/// <summary>
/// The composite index of units from a table with the columns <c>unit,so2,no2,pm10,pm25,co,o3</c> and, all or none, the same with
/// <c>_last</c>; others are ignored.
/// </summary>
public static class IndexListing
{
    private const string LastSuffix = "_last";

    /// <summary>Header of the listing.</summary>
    public const string Header = "unit,i_so2,i_no2,i_pm10,i_pm25,i_co,i_o3,index,index_last,improvement";

    /// <summary>Reads all units of a table; they may only be used when the table has no faults.</summary>
    /// <param name="table">The table, before its first row.</param>
    public static IReadOnlyList<UnitConcentrations> Read(CsvTable table)
    {
        if (table.Faults.Count > 0) return [];
        var unit = table.Demand("unit");
        int[] current = [.. Pollutants.All.Select(p => table.Demand(p.Code()))];
        var hasLast = Pollutants.All.Any(p => table.Column(p.Code() + LastSuffix) >= 0);
        int[] last = hasLast ? [.. Pollutants.All.Select(p => table.Demand(p.Code() + LastSuffix))] : [];
        var units = new List<UnitConcentrations>();
        if (table.Faults.Count > 0) return units;
        while (table.Read())
        {
            var name = table.Text(unit);
            decimal?[] now = [.. current.Select(table.Amount)];
            decimal?[] before = hasLast ? [.. last.Select(table.Amount)] : new decimal?[current.Length];
            if (name is not null) units.Add(new UnitConcentrations(name, now, before));
        }
        return units;
    }

    /// <summary>Writes header and units: single indices and index with two decimals, improvement in percent with one; missing is empty.</summary>
    public static void Write(IEnumerable<UnitConcentrations> units, TextWriter output, CompositeRule? rule = null)
    {
        output.Write(Header);
        output.Write('\n');
        foreach (var unit in units)
        {
            var index = CompositeIndex.Of(unit.Current, rule);
            var last = CompositeIndex.Of(unit.Last, rule).Value;
            output.Write(CsvLine.Field(unit.Unit));
            foreach (var term in index.Terms) Write(output, term, 2);
            Write(output, index.Value, 2);
            Write(output, last, 2);
            Write(output, CompositeIndex.Improvement(last, index.Value), 1);
            output.Write('\n');
        }
    }

    private static void Write(TextWriter output, decimal? number, int digits)
    {
        output.Write(',');
        if (number is { } known) output.Write(PlainNumber.Fixed(known, digits));
    }
}
