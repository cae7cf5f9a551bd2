using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Sources;

namespace BlueSky.Registers;

public sealed class RegisterReachTests
{
    private static readonly District District = new(
        "371302", "兰山区", [new("371302001", "兰山街道", "street", "A", "S"), new("371302002", "银雀山街道", "street", "A", "S")],
        [new("zhujian", "区住建局"), new("shengtai-huanjing", "兰山生态环境分局", "兰山生态环境局")], []);

    private static readonly SourceRegistration Site = new() { Id = "s", Name = "工地", Kind = "site", Town = "371302001", RegisteredOn = new DateOnly(2021, 1, 1) };

    private static RegisterReach Of(string unit) => RegisterReach.Of(District.UnitOf(unit), District);

    [Fact]
    public void A_town_reaches_its_own_sources_alone()
    {
        Assert.True(Of("371302001").Covers(Site, "区住建局"));
        Assert.False(Of("371302002").Covers(Site, "区住建局"));
    }

    [Fact]
    public void A_department_reaches_its_kinds_and_what_names_it_also_under_its_other_name()
    {
        Assert.True(Of("zhujian").Covers(Site, "区住建局"));
        Assert.False(Of("zhujian").Covers(Site with { Department = "兰山生态环境分局" }, "区住建局"));
        Assert.True(Of("shengtai-huanjing").Covers(Site with { Department = "兰山生态环境分局" }, "区住建局"));
        Assert.True(Of("shengtai-huanjing").Covers(Site, "兰山生态环境局"));
    }

    [Fact]
    public void The_command_centre_reaches_all_and_who_has_no_unit_nothing()
    {
        Assert.True(Of(Unit.CommandCode).Covers(Site, "区住建局"));
        Assert.False(RegisterReach.Of(null, District).Covers(Site, "区住建局"));
        Assert.False(Of(Unit.CommandCode).Town is not null);
    }
}
