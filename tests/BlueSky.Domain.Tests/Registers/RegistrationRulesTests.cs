using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Registers;

public sealed class RegistrationRulesTests
{
    private static readonly District District = new(
        "371302", "兰山区", [new("371302001", "兰山街道", "street", "A", "S")], [], [new("3496A", "南坊新区", null, null, "S")]);

    private static readonly SourceKindCatalog Kinds = new([SourceKindFile.Parse("x.json", """
        {"code":"x","name":"示例","nameEn":"X","leadDepartment":{"value":"区住建局","mark":"D","citation":"test"},
         "validHourMinutes":{"value":45,"mark":"D","citation":"test"},"factors":[],"limits":[],"rules":[],"measures":[]}
        """)]);

    private static readonly SourceRegistration Good = new() { Id = "s-1", Name = "示例", Kind = "x", Town = "371302001", RegisteredOn = new DateOnly(2021, 1, 1) };

    [Fact]
    public void A_good_entry_has_no_faults() => Assert.Empty(RegistrationRules.Faults(Good, Kinds, District));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        ["id", "name", "kind", "town", "location", "referenceStation", "registeredOn"],
        RegistrationRules.Faults(
            new SourceRegistration { Id = "a b", Name = " ", Kind = "y", Town = "1", Location = new(181, 0), ReferenceStation = "z", RegisteredOn = new(1999, 1, 1) }, Kinds, District)
            .Select(f => f.Field));

    [Theory]
    [InlineData("2020-12-31", Operation.Suspended, "deregisteredOn")]
    [InlineData("2021-01-01", Operation.InService, "operation")]
    [InlineData("2021-01-01", Operation.Suspended, "")]
    public void What_leaves_the_register_is_out_of_use_and_leaves_not_before_it_came(string day, Operation operation, string fields) => Assert.Equal(
        fields,
        string.Join(',', RegistrationRules.Faults(
            Good with { DeregisteredOn = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Operation = operation }, Kinds, District).Select(f => f.Field)));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "path")]
    [InlineData(2, "")]
    [InlineData(500, "")]
    [InlineData(501, "path")]
    public void A_line_has_two_points_or_more_and_not_too_many(int points, string fields) => Assert.Equal(
        fields, string.Join(',', RegistrationRules.Faults(Good with { Path = [.. Enumerable.Repeat(new GeoPoint(118, 35), points)] }, Kinds, District).Select(f => f.Field)));

    [Fact]
    public void An_import_keeps_the_line_of_a_road_which_its_table_has_no_column_for()
    {
        var road = Good with { Path = [new(118.34m, 35.06m), new(118.35m, 35.06m)] };
        var found = new ImportJudge(Kinds, District, new RegisterReach(IsAll: true, null, []), []).Judge(new ImportRow(2, road.Id, Good with { Name = "新名" }, []), road);
        Assert.Equal((ImportOutcome.Changed, road.Path), (found.Outcome, found.Entry!.Path));
    }
}
