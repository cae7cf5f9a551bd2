using BlueSky.Sources;
using CsCheck;

namespace BlueSky.Registers;

public sealed class RegisterDifferenceTests
{
    private static SourceRegistration Entry(string id, string name = "示例") => new()
    {
        Id = id, Name = name, Kind = "site", Town = "371302001", RegisteredOn = new DateOnly(2021, 8, 31),
    };

    private static readonly Gen<SourceRegistration> AnyEntry =
        from number in Gen.Int[1, 12]
        from name in Gen.Int[0, 2].Select(i => "甲乙丙"[i].ToString())
        from size in Gen.Int[0, 2].Select(i => i switch { 0 => "small", 1 => "large", _ => null })
        from longitude in Gen.Int[0, 3]
        from stoves in Gen.Int[0, 3]
        select Entry($"s-{number}", name) with
        {
            SizeClass = size,
            Location = longitude == 0 ? null : new GeoPoint(118 + longitude, 35),
            Parameters = stoves == 0 ? new Dictionary<string, decimal>() : new Dictionary<string, decimal> { ["stoves"] = stoves },
        };

    private static readonly Gen<SourceRegistration[]> AnyRegister = AnyEntry.Array[0, 12].Select(all => all.DistinctBy(e => e.Id).ToArray());

    [Fact]
    public void A_change_names_each_field_with_its_old_and_new_value_in_Chinese()
    {
        var before = Entry("s-1") with { Operation = Operation.InService, Parameters = new Dictionary<string, decimal> { ["stoves"] = 4.50m } };
        var after = before with { Name = "示例二", Operation = Operation.Suspended, DeregisteredOn = new DateOnly(2026, 10, 3), Parameters = new Dictionary<string, decimal> { ["fan-flow"] = 8000 } };

        var change = Assert.Single(RegisterDifference.Between([before], [after]));

        Assert.Equal(ChangeKind.Changed, change.Kind);
        Assert.Equal(
            [
                new("name", "名称", "示例", "示例二"), new("operation", "运行状态", "在用", "停用"), new("deregisteredOn", "注销日期", "", "2026-10-03"),
                new("parameters.fan-flow", "参数 fan-flow", "", "8000"), new("parameters.stoves", "参数 stoves", "4.5", ""),
            ],
            change.Fields);
    }

    [Fact]
    public void A_number_written_with_other_digits_is_no_change() =>
        Assert.Empty(RegisterDifference.Between(
            [Entry("s-1") with { Location = new GeoPoint(118.30m, 35.0m) }], [Entry("s-1") with { Location = new GeoPoint(118.3m, 35.00m) }]));

    [Fact]
    public void Every_field_of_an_entry_is_compared()
    {
        var entry = Entry("s-1");
        SourceRegistration[] others =
        [
            entry with { Name = "x" }, entry with { Kind = "x" }, entry with { Town = "x" }, entry with { Zone = "x" }, entry with { SizeClass = "x" },
            entry with { Industry = "x" }, entry with { Address = "x" }, entry with { Location = new(1, 2) }, entry with { RegisteredOn = new(2022, 1, 1) },
            entry with { DeregisteredOn = new(2022, 1, 1) }, entry with { ReferenceStation = "x" }, entry with { Department = "x" }, entry with { Responsible = "x" },
            entry with { Parameters = new Dictionary<string, decimal> { ["x"] = 1 } }, entry with { IsDemo = true }, entry with { Operation = Operation.Maintenance },
            entry with { Path = [new(1, 2), new(3, 4)] },
        ];

        Assert.All(others, o => Assert.NotEmpty(RegisterDifference.Fields(entry, o)));
        // Id is what entries are matched by, so it never differs.
        Assert.Equal(typeof(SourceRegistration).GetProperties().Length, others.Length + 1);
    }

    [Fact]
    public void What_was_added_is_removed_the_other_way_round_and_changes_turn_round() => Gen.Select(AnyRegister, AnyRegister).Sample((a, b) =>
    {
        var (there, back) = (RegisterDifference.Between(a, b), RegisterDifference.Between(b, a));
        var (forth, reverse) = (ChangeCounts.Of(there), ChangeCounts.Of(back));

        Assert.Equal((forth.Added, forth.Removed, forth.Changed), (reverse.Removed, reverse.Added, reverse.Changed));
        Assert.Equal(b.Length, a.Length + forth.Added - forth.Removed);
        Assert.Equal(there.Select(c => c.Entry.Id), back.Select(c => c.Entry.Id));
        Assert.All(there.Zip(back), pair => Assert.Equal(
            pair.First.Fields.Select(f => (f.Field, f.Old, f.New)).Order(), pair.Second.Fields.Select(f => (f.Field, f.New, f.Old)).Order()));
        Assert.Empty(RegisterDifference.Between(a, a));
    });
}
