using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

/// <summary>The shipped policies, and short ways to write inputs.</summary>
internal static class Shipped
{
    internal static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "seeds", "policies");

    internal static Policy Policy(string id) => PolicyFile.Load(Path.Combine(Directory, id + ".json"));

    internal static string Text(string id) => File.ReadAllText(Path.Combine(Directory, id + ".json"));

    /// <summary>The same file with one text replaced, which must be there.</summary>
    internal static Policy With(string id, string from, string to)
    {
        var text = Text(id);
        Assert.Contains(from, text, StringComparison.Ordinal);
        return PolicyFile.Parse(text.Replace(from, to, StringComparison.Ordinal), id + ".json");
    }

    /// <summary>A unit by the four pollutants of the linear rule, last to current.</summary>
    internal static UnitInput Four(
        string unit, string tier, (decimal Last, decimal Now)? pm25, (decimal Last, decimal Now)? pm10, (decimal Last, decimal Now)? so2, (decimal Last, decimal Now)? no2) =>
        new(unit, tier)
        {
            Last = new Concentrations(so2?.Last, no2?.Last, pm10?.Last, pm25?.Last, null, null),
            Current = new Concentrations(so2?.Now, no2?.Now, pm10?.Now, pm25?.Now, null, null),
        };

    /// <summary>A unit by published index and improvement rate.</summary>
    internal static UnitInput Published(string unit, string tier, decimal index, decimal? rate) => new(unit, tier) { Index = index, Improvement = rate };

    internal static UnitInput Scored(string unit, string tier, decimal score) => new(unit, tier) { PublishedScore = score };

    internal static UnitResult Unit(this AssessmentResult result, string unit) => result.Units.Single(u => u.Input.Unit == unit);
}
