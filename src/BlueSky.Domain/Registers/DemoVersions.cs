using System.Globalization;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Registers;

/// <summary>
/// An invented history of the demo register over the last four months, so that the demonstration has monthly snapshots that differ: most
/// sources stay as they are, some come later, some change, some leave for a while. The last version of each is the demo register's own.
/// Depends on register, month and seed alone; every entry says that it is a demonstration.
/// </summary>
public static class DemoVersions
{
    /// <summary>Full months before the present one that the history covers.</summary>
    public const int Months = 4;

    private const string Actor = "演示（虚构的登记历史）";

    /// <summary>What became of a source.</summary>
    private enum Story
    {
        Stays = 0,
        ComesLater = 1,
        Changes = 2,
        LeavesAndReturns = 3,
    }

    /// <summary>All versions, by source, then by number; none is entered at or after <paramref name="now"/>.</summary>
    /// <param name="register">The register.</param>
    /// <param name="now">The moment; its month decides.</param>
    /// <param name="seed">Any number.</param>
    public static IReadOnlyList<RegisterEntry> Of(DemoRegister register, DateTimeOffset now, int seed = DemoRegister.DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(register);
        var today = now.Day();
        var first = new DateOnly(today.Year, today.Month, 1).AddMonths(-Months);
        return [.. register.Sources.SelectMany(s => Of(s, first, new SeededRandom(seed, $"{s.Id}-versions")))];
    }

    private static IEnumerable<RegisterEntry> Of(SourceRegistration entry, DateOnly first, SeededRandom random)
    {
        var story = entry.Kind == AirStationSource.Kind ? Story.Stays : random.Next(0, 99) switch
        {
            < 4 => Story.ComesLater,
            < 9 => Story.Changes,
            < 11 => Story.LeavesAndReturns,
            _ => Story.Stays,
        };
        // Never before the second month and never in the present one: each snapshot shows what changed in its own month.
        var later = random.Next(1, Months - 1);
        switch (story)
        {
            case Story.ComesLater:
                yield return Version(entry, 1, first, later, random);
                break;
            case Story.Changes:
                yield return Version(Former(entry, random), 1, first, 0, random);
                yield return Version(entry, 2, first, later, random);
                break;
            case Story.LeavesAndReturns:
                yield return Version(entry, 1, first, 0, random);
                var left = Version(entry, 2, first, 1, random);
                yield return left with { Registration = entry with { Operation = Operation.Suspended, DeregisteredOn = left.At.Day() } };
                yield return Version(entry, 3, first, Months - 1, random);
                break;
            default:
                yield return Version(entry, 1, first, 0, random);
                break;
        }
    }

    private static RegisterEntry Version(SourceRegistration entry, int number, DateOnly first, int month, SeededRandom random) => new(
        entry, number,
        new DateTimeOffset(first.AddMonths(month).AddDays(random.Next(1, 26)).ToDateTime(new TimeOnly(9, 0)), ChinaTime.Offset).AddMinutes(random.Next(0, 480)), Actor);

    private static SourceRegistration Former(SourceRegistration entry, SeededRandom random) => random.Next(0, 2) switch
    {
        0 => entry with { Name = entry.Name + "（原名）" },
        1 => entry with { Location = null, Address = entry.Address + "，位置待补" },
        _ => entry with { Operation = Operation.Maintenance, Responsible = string.Create(CultureInfo.InvariantCulture, $"演示责任人 {random.Next(1, 9)}") },
    };
}
