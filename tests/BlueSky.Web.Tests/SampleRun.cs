using BlueSky.Assessment;
using BlueSky.Bulletins;
using BlueSky.Districts;

namespace BlueSky.Web.Tests;

/// <summary>A run of the district's own policy over invented concentrations, marked as demonstration data.</summary>
internal static class SampleRun
{
    /// <summary>A unit's name that would break a page that does not encode.</summary>
    public const string Nasty = "<b>&\"'名";

    public static string PolicyFolder { get; } = Path.Combine(AppContext.BaseDirectory, "seeds", "policies");

    public static Policy Policy { get; } = PolicyFile.Load(Path.Combine(PolicyFolder, "lanshan-2021.json"));

    public static District District { get; } = DistrictSeed.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan"));

    public static Bulletin Bulletin(AssessmentRevision? run = null) => Bulletins.Bulletin.Of(District, (run ?? Make()).ToRun(Policy, District));

    /// <summary>All units of the tiers; one with too few valid days, and one with a name that no register has.</summary>
    public static AssessmentRevision Make(bool isDemo = true, bool withTowns = true)
    {
        var members = Policy.Tiers.SelectMany(t => t.Members.Value.Select(m => (m.Code, Tier: t.Id))).Where(m => withTowns || m.Tier != "B");
        var units = members.Select((m, i) => Unit(m.Code, m.Tier, i)).Append(Unit(Nasty, "C", 20)).ToList();
        var result = Assessor.Run(Policy, units, Period.Month(2021, 8));
        return new AssessmentRevision(
            2, new DateTimeOffset(2021, 9, 5, 1, 30, 0, TimeSpan.Zero), "tester", "站点数据修订", Policy.Id, Policy.Version, [.. units.Select((u, i) => Input(u, i, isDemo))],
            result, result.Digest);
    }

    private static UnitInput Unit(string code, string tier, int i) => new(code, tier)
    {
        Current = new Concentrations(9 + (i % 4), 22 + i, 58 + (3 * i), 27 + (i * 7 % 11), 0.7m + (0.1m * (i % 4)), 148 + (i * 5 % 21)),
        Last = new Concentrations(12 + (i % 3), 25 + i, 71 + (2 * i), 33 + (i * 5 % 13), 0.9m + (0.1m * (i % 5)), 160 + (i * 3 % 17)),
        GoodDays = 74.2m + (i % 5),
        Excluded = i == 6 ? "数据无效：有效天数19天，少于27天" : null,
    };

    private static AssessmentInput Input(UnitInput unit, int i, bool isDemo)
    {
        var station = District.Stations.FirstOrDefault(s => s.Town == unit.Unit)?.Code ?? $"站-{unit.Unit}";
        return new AssessmentInput(unit.Unit, station, 40 + i, 20 + i, i == 6 ? 19 : 30, 27, isDemo);
    }
}
