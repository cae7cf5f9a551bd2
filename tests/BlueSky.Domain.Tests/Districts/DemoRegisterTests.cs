using BlueSky.Sources;

namespace BlueSky.Districts;

public sealed class DemoRegisterTests
{
    private static readonly District Lanshan = DistrictSeed.Load(SeedFolder.Lanshan);
    private static readonly DistrictBoundary Boundary = DistrictBoundary.Load(SeedFolder.Lanshan);
    private static readonly DemoRegister Register = DemoRegister.Create(Lanshan, Boundary);

    [Fact]
    public void The_register_of_a_version_never_changes()
    {
        // When this fails on purpose: raise DemoRegister.Version and pin the new hash.
        Assert.Equal(3, DemoRegister.Version);
        Assert.Equal("a5077fa6de6fd248c79c84bd7f91f8541eccbfda7ef688a968f1e21b26d5133b", Register.Hash);
    }

    [Fact]
    public void The_same_seed_gives_the_same_register_and_another_seed_another()
    {
        Assert.Equal(Register.Hash, DemoRegister.Create(Lanshan, Boundary).Hash);
        Assert.NotEqual(Register.Hash, DemoRegister.Create(Lanshan, Boundary, 2).Hash);
    }

    [Fact]
    public void Every_town_has_every_one_of_the_sixteen_kinds()
    {
        Assert.True(Register.Sources.Count >= 600, $"{Register.Sources.Count} sources");
        Assert.Equal(17, Register.Sources.Select(s => s.Kind).Distinct().Count());
        Assert.All(Lanshan.Towns, t => Assert.Equal(16, Register.Sources.Where(s => s.Town == t.Code && s.Kind != AirStationSource.Kind).Select(s => s.Kind).Distinct().Count()));
    }

    [Fact]
    public void The_stations_with_a_known_position_are_there_as_demonstration()
    {
        var stations = Register.Sources.Where(s => s.Kind == AirStationSource.Kind).Select(s => s.Id);
        Assert.Equal(["371302-air-1618A", "371302-air-1619A", "371302-air-3496A"], stations);
    }

    [Fact]
    public void Every_entry_says_that_it_is_a_demonstration()
    {
        Assert.All(Register.Sources, s => Assert.True(s.IsDemo && s.Name.StartsWith("演示", StringComparison.Ordinal), s.Id));
        Assert.All(Register.Devices, d => Assert.True(d.Registration.IsDemo, d.Registration.Mn));
        var site = Register.Sources.Single(s => s.Id == "371302-site-0012");
        Assert.Equal("演示工地 012（兰山经济开发区管委会）", site.Name);
    }

    [Fact]
    public void Ids_and_MNs_are_unique_and_every_device_has_its_source()
    {
        Assert.Equal(Register.Sources.Count, Register.Sources.Select(s => s.Id).Distinct().Count());
        Assert.Equal(Register.Devices.Count, Register.Devices.Select(d => d.Registration.Mn).Distinct().Count());
        var ids = Register.Sources.Select(s => s.Id).ToHashSet();
        Assert.All(Register.Devices, d => Assert.Contains(d.Registration.SourceId!, ids));
    }

    [Fact]
    public void An_MN_has_24_characters_of_0_to_9_and_A_to_F_and_a_password_six_digits()
    {
        // HJ 212-2017, 6.3.2: MN of 24 characters 0-9 A-F, PW of six.
        Assert.All(Register.Devices, d => Assert.Matches("^[0-9A-F]{24}$", d.Registration.Mn));
        Assert.All(Register.Devices, d => Assert.Matches("^[0-9]{6}$", d.Password));
    }

    [Fact]
    public void Positions_lie_inside_the_district_and_sites_compare_with_the_nearest_confirmed_station()
    {
        Assert.All(Register.Sources, s => Assert.True(Boundary.Contains(s.Location!.Value), s.Id));
        Assert.All(Register.Sources.Where(s => s.Kind == "site"), site =>
        {
            var nearest = Lanshan.Stations.Where(s => s.Location is not null).MinBy(s => GreatCircle.Kilometres(site.Location!.Value, s.Location!.Value));
            Assert.Equal(nearest!.Code, site.ReferenceStation);
        });
    }

    [Fact]
    public void Devices_cover_what_the_field_shows()
    {
        var profiles = Register.Devices.Select(d => d.Registration.Profile).ToList();
        Assert.Equal(Enum.GetValues<DeviceDialect>(), profiles.Select(p => p.Dialect).Distinct().Order());
        Assert.Contains(profiles, p => p.Factors.Any(f => f is { Code: "a34002", Scale: 1000 }));
        Assert.Contains(profiles, p => p.Factors.Any(f => f is { Code: "a34002", Scale: 1 }));
        Assert.Contains(profiles, p => p.Checksum == ChecksumVariant.Modbus);
        Assert.Contains(profiles, p => p.StampsPeriodEnd);
        Assert.Contains(profiles, p => p.AcceptsCommands);
        Assert.Contains(profiles, p => !p.AcceptsCommands);
        Assert.Contains(Register.Devices, d => d.Sm4Key is { Length: 16 });
        Assert.All(profiles, p => Assert.InRange(p.ReportSeconds, 5, 60));
    }

    [Fact]
    public void A_restaurant_has_stoves_that_fit_its_size_class()
    {
        // GB 18483-2001, table 1: small 1 to <3, medium 3 to <6, large from 6 reference stoves.
        Assert.All(Register.Sources.Where(s => s.Kind == "restaurant"), s => Assert.Equal(
            s.SizeClass, s.Parameters["stoves"] switch { < 3 => "small", < 6 => "medium", _ => "large" }));
    }
}
