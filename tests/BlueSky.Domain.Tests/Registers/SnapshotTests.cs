using BlueSky.Access;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Registers;

public sealed class SnapshotTests
{
    private static readonly DateTimeOffset MonthEnd = new(2026, 11, 1, 0, 0, 0, ChinaTime.Offset);

    private static RegisterEntry Entry(string id, Func<SourceRegistration, SourceRegistration>? with = null, int number = 1) => new(
        (with ?? (e => e))(new SourceRegistration { Id = id, Name = "示例 " + id, Kind = "site", Town = "371302001", RegisteredOn = new DateOnly(2026, 1, 1) }),
        number, MonthEnd.AddDays(-9), "甲");

    private static RegisterSnapshot Snapshot(int number, params RegisterEntry[] entries)
    {
        var part = RegisterSnapshot.PartOf("site", entries, [RegisterSnapshot.DigestOf(entries)], null);
        return new RegisterSnapshot(number, "2026-10", MonthEnd, MonthEnd.AddMinutes(10), "system", "月度快照", "", [part], "").Sealed(null);
    }

    [Theory]
    [InlineData("2026-10-31", null, true)]
    [InlineData("2026-11-01", null, false)]
    [InlineData("2026-01-01", "2026-10-31", false)]
    [InlineData("2026-01-01", "2026-11-01", true)]
    public void A_month_holds_what_was_in_the_register_on_its_last_day(string registered, string? deregistered, bool listed)
    {
        var entry = Entry("s", e => e with
        {
            RegisteredOn = DateOnly.Parse(registered, System.Globalization.CultureInfo.InvariantCulture),
            DeregisteredOn = deregistered is null ? null : DateOnly.Parse(deregistered, System.Globalization.CultureInfo.InvariantCulture),
        });

        Assert.Equal(listed, RegisterSnapshot.Listed([entry], MonthEnd).Count == 1);
    }

    [Fact]
    public void A_part_counts_its_towns_and_its_demonstration_data()
    {
        var part = RegisterSnapshot.PartOf(
            "site", [Entry("a"), Entry("b", e => e with { Town = "371302002", IsDemo = true })], ["p"], [Entry("a", e => e with { Name = "旧名" }), Entry("c")]);

        Assert.Equal((2, 1, 1, 1), (part.Entries, part.Demo, part.Towns["371302001"], part.Towns["371302002"]));
        Assert.Equal(new ChangeCounts(1, 1, 1), part.SinceFormer);
    }

    [Fact]
    public void Whatever_is_changed_afterwards_breaks_the_digest()
    {
        var snapshot = Snapshot(1, Entry("a"));

        Assert.True(snapshot.IsIntact(null));
        Assert.False((snapshot with { Reason = "另一个" }).IsIntact(null));
        Assert.False((snapshot with { AsOf = MonthEnd.AddSeconds(1) }).IsIntact(null));
        Assert.False((snapshot with { Parts = [snapshot.Parts[0] with { Entries = 2 }] }).IsIntact(null));
        Assert.False(snapshot.IsIntact(Snapshot(1, Entry("b"))));
        Assert.NotEqual(RegisterSnapshot.DigestOf([Entry("a")]), RegisterSnapshot.DigestOf([Entry("a", e => e with { Address = "x" })]));
        Assert.NotEqual(RegisterSnapshot.DigestOf([Entry("a")]), RegisterSnapshot.DigestOf([Entry("a", number: 2)]));
    }

    [Fact]
    public void Text_with_separators_in_it_does_not_read_like_another_entry() => Assert.NotEqual(
        RegisterSnapshot.DigestOf([Entry("a", e => e with { Address = "x|zone=key" })]),
        RegisterSnapshot.DigestOf([Entry("a", e => e with { Address = "x", Zone = "key" })]));

    [Theory]
    [InlineData("2026-08-20T12:00", "2026-09-01T00:09", "")]
    [InlineData("2026-08-20T12:00", "2026-09-01T00:10", "2026-08")]
    [InlineData("2026-08-20T12:00", "2026-11-25T00:00", "2026-08,2026-09,2026-10")]
    [InlineData("2026-08-31T23:59", "2026-09-30T23:59", "2026-08")]
    public void A_month_is_due_once_it_is_over_and_settled(string since, string now, string due) =>
        Assert.Equal(due, string.Join(',', SnapshotCalendar.Due(China(since), [], China(now)).Select(SnapshotCalendar.NameOf)));

    [Fact]
    public void Months_that_were_taken_are_not_due_nor_anything_before_there_was_a_register()
    {
        Assert.Equal(["2026-09"], SnapshotCalendar.Due(China("2026-08-20T12:00"), ["2026-08", "2026-10"], China("2026-11-25T00:00")).Select(SnapshotCalendar.NameOf));
        Assert.Empty(SnapshotCalendar.Due(null, [], China("2026-11-25T00:00")));
        Assert.Equal(SnapshotCalendar.MostMonths, SnapshotCalendar.Due(China("2015-01-01T00:00"), [], China("2026-11-25T00:00")).Count);
    }

    [Theory]
    [InlineData(Unit.CommandCode, UnitKind.Command, Role.Officer, null)]
    [InlineData(Unit.CommandCode, UnitKind.Command, Role.GridMember, "not-command")]
    [InlineData("371302001", UnitKind.Town, Role.Lead, "not-command")]
    [InlineData("zhujian", UnitKind.Department, Role.Lead, "not-command")]
    public void Only_the_command_centre_has_snapshots_taken(string unit, UnitKind kind, Role role, string? refusal) =>
        Assert.Equal(refusal, SnapshotCalendar.MayTake(new Actor("k", "某人", new Unit(kind, unit, unit), role))?.Code);

    [Fact]
    public void Snapshots_on_demand_come_to_an_end_and_those_of_months_do_not_count()
    {
        var taken = Enumerable.Range(1, SnapshotCalendar.MostOnDemand).Select(n => Snapshot(n) with { Month = null }).Append(Snapshot(0)).ToList();

        Assert.Equal("snapshots-full", SnapshotCalendar.HasRoom(taken)?.Code);
        Assert.Null(SnapshotCalendar.HasRoom(taken.Skip(1)));
    }

    private static DateTimeOffset China(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), ChinaTime.Offset);
}
