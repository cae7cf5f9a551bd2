using BlueSky.Sources;

namespace BlueSky.Districts;

public sealed class DistrictSeedTests
{
    [Fact]
    public void Lanshan_has_four_streets_seven_towns_and_the_zone_in_three_tiers()
    {
        var district = DistrictSeed.Load(SeedFolder.Lanshan);

        Assert.Equal(("371302", "兰山区"), (district.Code, district.Name));
        Assert.Equal(4, district.Towns.Count(t => t is { Form: "street", Tier: "A" }));
        Assert.Equal(7, district.Towns.Count(t => t is { Form: "town", Tier: "B" }));
        var zone = Assert.Single(district.Towns, t => t.Tier == "C");
        Assert.Equal(("371302Z01", "兰山经济开发区管委会", "zone", "D"), (zone.Code, zone.Name, zone.Form, zone.Mark));
    }

    [Fact]
    public void The_fourth_main_urban_station_is_a_placeholder_without_a_position()
    {
        var district = DistrictSeed.Load(SeedFolder.Lanshan);

        Assert.Equal(["1618A", "1619A", "3496A"], district.Stations.Where(s => s.Location is not null).Select(s => s.Code));
        var placeholder = Assert.Single(district.Stations, s => s.Location is null);
        Assert.Equal("D", placeholder.Mark);
        Assert.Equal("柳青街道", district.Towns.Single(t => t.Code == district.Stations.Single(s => s.Code == "3496A").Town).Name);
    }

    [Theory]
    [InlineData("区住建局"), InlineData("区综合行政执法局"), InlineData("兰山交通运输分局"), InlineData("区水务局"), InlineData("区自然资源局")]
    [InlineData("区公路事业发展中心"), InlineData("区行政审批服务局"), InlineData("市交警直属一大队"), InlineData("市交警直属二大队")]
    [InlineData("市交警直属三大队"), InlineData("交警高铁（火车站）区域大队"), InlineData("兰山生态环境分局"), InlineData("区商务局"), InlineData("区财政局")]
    [InlineData("区市场监管局"), InlineData("兰山公安分局"), InlineData("区工信局"), InlineData("兰山商城管委会"), InlineData("区发改局")]
    [InlineData("区应急管理局"), InlineData("区农业农村局")]
    public void A_department_is_written_as_the_plan_writes_it(string name) =>
        Assert.Contains(DistrictSeed.Load(SeedFolder.Lanshan).Departments, d => d.Name == name);

    [Theory]
    [InlineData("towns.csv", "371302001,", "37130200,", 2, "code")]
    [InlineData("towns.csv", "371302002,", "371302001,", 3, "code")]
    [InlineData("towns.csv", "白沙埠镇,town", "白沙埠镇,village", 6, "form")]
    [InlineData("towns.csv", "枣园镇,town,B", "枣园镇,town,E", 7, "tier")]
    [InlineData("towns.csv", "半程镇,town,B,S", "半程镇,town,B,X", 8, "mark")]
    [InlineData("towns.csv", "code,name", "code,title", 1, "name")]
    [InlineData("stations.csv", "118.3429", "eleven", 2, "longitude")]
    [InlineData("stations.csv", "118.2950,35.0583", "118.2950,", 3, "latitude")]
    [InlineData("stations.csv", "371302004", "371302999", 4, "town")]
    [InlineData("departments.csv", "zhujian,区住建局", "zhujian,", 2, "name")]
    [InlineData("departments.csv", "shuiwu,", "Shui Wu,", 5, "code")]
    [InlineData("district.json", "371302", "3713", 0, "code")]
    public void An_unusable_value_is_named_with_file_line_and_field(string file, string from, string to, int line, string field)
    {
        using var folder = new SeedFolder();
        folder.Replace(file, from, to);

        var fault = Assert.Throws<DistrictSeedException>(() => DistrictSeed.Load(folder.Folder));

        Assert.Equal((file, line, field), (fault.File, fault.Line, fault.Field));
        Assert.StartsWith(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_without_citation_does_not_get_in()
    {
        using var folder = new SeedFolder();
        File.AppendAllText(Path.Combine(folder.Folder, "departments.csv"), "x,某局,lead,,T,\n");

        var fault = Assert.Throws<DistrictSeedException>(() => DistrictSeed.Load(folder.Folder));

        Assert.Equal("citation", fault.Field);
    }

    [Theory]
    [InlineData("district.json"), InlineData("towns.csv"), InlineData("departments.csv"), InlineData("stations.csv")]
    public void A_missing_file_is_named(string file)
    {
        using var folder = new SeedFolder();
        File.Delete(Path.Combine(folder.Folder, file));

        Assert.Equal(file, Assert.Throws<DistrictSeedException>(() => DistrictSeed.Load(folder.Folder)).File);
    }

    [Fact]
    public void A_line_with_too_few_fields_says_how_many_it_has()
    {
        using var folder = new SeedFolder();
        File.AppendAllText(Path.Combine(folder.Folder, "towns.csv"), "371302111,某镇\n");

        var fault = Assert.Throws<DistrictSeedException>(() => DistrictSeed.Load(folder.Folder));

        Assert.Contains("2 fields", fault.Message, StringComparison.Ordinal);
        Assert.Equal(14, fault.Line);
    }

    [Fact]
    public void Json_that_is_none_is_named_with_its_line()
    {
        using var folder = new SeedFolder();
        folder.Replace("district.json", "\"name\":", "name:");

        Assert.Equal(3, Assert.Throws<DistrictSeedException>(() => DistrictSeed.Load(folder.Folder)).Line);
    }

    // Worked values of compensation-and-scoring.md 1.3 (haversine, R = 6371.0088 km).
    [Theory]
    [InlineData(118.3429, 35.0532, 118.2950, 35.0583, 4.397)]
    [InlineData(118.3429, 35.0532, 118.3604, 35.1084, 6.341)]
    [InlineData(118.2950, 35.0583, 118.3604, 35.1084, 8.152)]
    [InlineData(118.32, 35.06, 118.3429, 35.0532, 2.217)]
    public void Distances_agree_with_the_worked_ones(double lon1, double lat1, double lon2, double lat2, double kilometres) =>
        Assert.Equal(kilometres, GreatCircle.Kilometres(new((decimal)lon1, (decimal)lat1), new((decimal)lon2, (decimal)lat2)), 0.0006);

    [Fact]
    public void The_boundary_holds_the_stations_of_the_district_and_not_its_neighbours()
    {
        var boundary = DistrictBoundary.Load(SeedFolder.Lanshan);

        Assert.All(DistrictSeed.Load(SeedFolder.Lanshan).Stations.Where(s => s.Location is not null), s => Assert.True(boundary.Contains(s.Location!.Value), s.Code));
        Assert.False(boundary.Contains(new GeoPoint(118.2794m, 34.9976m))); // 1620A 新光毛纺厂, in 罗庄区
        Assert.False(boundary.Contains(new GeoPoint(118.3956m, 35.0888m))); // 1621A 河东保险公司, in 河东区
    }

    [Fact]
    public void A_boundary_without_polygon_is_refused()
    {
        using var folder = new SeedFolder();
        File.WriteAllText(Path.Combine(folder.Folder, "boundary.geojson"), """{"features":[{"geometry":{"type":"Point","coordinates":[1,2]}}]}""");

        Assert.Equal("geometry", Assert.Throws<DistrictSeedException>(() => DistrictBoundary.Load(folder.Folder)).Field);
    }
}
