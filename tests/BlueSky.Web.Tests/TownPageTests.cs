using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Queries;
using BlueSky.Web.Console;

namespace BlueSky.Web.Tests;

public sealed class TownPageTests
{
    [Fact]
    public void Towns_are_ordered_by_a_figure_and_what_has_none_comes_last_either_way()
    {
        TownNow[] rows = [Town("1", 3), Town("2", 9), Town("3", 1, ranked: ("B", 1)), Town("4", 2, ranked: ("A", 2)), Town("5", 2, ranked: ("A", 1))];

        Assert.Equal(["2", "1", "4", "5", "3"], Codes("open", true));
        Assert.Equal(["5", "4", "3", "1", "2"], Codes("rank", false));
        Assert.Equal(["4", "5", "3", "1", "2"], Codes("rank", true));
        Assert.Equal(["1", "2", "3", "4", "5"], Codes("", false));

        string[] Codes(string sort, bool isFalling) => [.. TownReader.Sorted(rows, new PageRequest(1, 25, sort, isFalling)).Select(r => r.Town.Code)];
    }

    [Fact]
    public void A_town_sees_its_own_sources_whatever_it_asks_for_and_a_department_the_whole_register()
    {
        var (town, department) = (As(Samples.TownUnit), As(Samples.Department));
        Assert.Equal(Samples.Town, Sight.Narrow(new SourceFilter("371302002"), town).Town);
        Assert.Equal("371302002", Sight.Narrow(new SourceFilter("371302002"), department).Town);
        Assert.False(Sight.MaySeeTown("371302002", town));
        Assert.True(Sight.MaySeeTown(Samples.Town, town));
        Assert.True(Sight.MaySeeTown("371302002", department));
    }

    private static Actor As(Unit unit) => new("id", "name", unit, Role.Officer);

    private static TownNow Town(string code, long open, (string Tier, int Rank)? ranked = null) => new(
        new Town(code, code, "town", "A", "D"), Samples.Counts(code), open, 0,
        ranked is { } r ? new UnitResult { Input = new(code, r.Tier), Tier = r.Tier, Outcome = Outcome.Assessed, Rank = r.Rank, Terms = [], Parts = [], Explanation = "" } : null, null);
}
