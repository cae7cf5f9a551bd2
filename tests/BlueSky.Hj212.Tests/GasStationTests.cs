namespace BlueSky.Hj212.Tests;

/// <summary>The two dialects of gas stations: their frames are recognised, their keys become neutral records.</summary>
public sealed class GasStationTests
{
    private static IReadOnlyList<GasStationRecord> Read(string id, Dialect dialect) =>
        GasStation.Read(Packet.Parse(Feed.Whole(PacketFile.Get(id).OnTheWire).Frames[0]), dialect);

    [Fact]
    public void Chongqing_environment() => Assert.Equal(
        [new TankEnvironment(-35m, 12m, null, 3.2m, 24.5m, null)], Read("R109", Dialect.Chongqing2019));

    [Fact]
    public void Chongqing_refuelling_with_absent_sensors_sent_as_0() => Assert.Equal(
        [new Refuelling("500100JYZ0001003", 1.08m, FuelVolume: 21.0m, FuelFlow: 31.6m, VapourVolume: 22.7m, VapourFlow: 34.1m, null, null, null)],
        Read("R110", Dialect.Chongqing2019));

    [Fact]
    public void Guangzhou_refuelling() => Assert.Equal(
        [new Refuelling("q0003", 1.12m, FuelVolume: 20.6m, FuelFlow: 31.2m, VapourVolume: 23.1m, VapourFlow: 35.0m, null, null, 0m)],
        Read("R111", Dialect.Guangzhou));

    [Fact]
    public void Chongqing_settings_alarms_and_faults()
    {
        var packet = Make.Packet(Make.Segment(
            "DataTime=20240601101500;i41002-Info=4;i41005-Info=150;i41008-Info=2;i41011-Info=0;i41019-Info=X003;i41034-Info=E7", "ST=31;CN=3020;MN=A;Flag=5"));
        Assert.Equal(
            new HashSet<GasStationRecord>
            {
                new StationSetting("nozzles", "4"), new StationSetting("processor-start", "150"), new StationAlarm("air-to-liquid", "X003", 2, "2"),
                new StationAlarm("tank-pressure", null, 0, "0"), new StationEvent("X003", "fault-code", "E7"),
            },
            GasStation.Read(packet, Dialect.Chongqing2019).ToHashSet());
    }

    [Theory]
    [InlineData("2021", "DynbPress=12;TankPress=-35;UnloadgasCon=0.1;DevicegasCon=3.2", "TankEnvironment { TankPressure = -35, LineResistance = 12, UnloadingConcentration = 0.1, ProcessorOutlet = 3.2, GasTemperature = , GasVolume =  }")]
    [InlineData("2031", "PVFrwPrs=3000", "StationSetting { Name = valve-open-plus, Text = 3000 }")]
    [InlineData("2041", "TightAlm=1", "StationAlarm { About = tightness, Nozzle = , Level = 1, Text = 1 }")]
    [InlineData("2041", "q0002-AlvAlm=2", "StationAlarm { About = air-to-liquid, Nozzle = q0002, Level = 2, Text = 2 }")]
    [InlineData("2051", "q0002-Operate=0", "StationEvent { Nozzle = q0002, Name = operate, Text = 0 }")]
    [InlineData("2061", "q0002-State=1", "StationEvent { Nozzle = q0002, Name = state, Text = 1 }")]
    public void Guangzhou_gives_other_meanings_to_the_data_commands(string cn, string area, string expected) => Assert.Equal(
        expected, Assert.Single(GasStation.Read(Make.Packet(Make.Segment(area, $"MN=A;ST=31;CN={cn}")), Dialect.Guangzhou)).ToString());

    [Theory]
    [InlineData("R058", Dialect.Standard)]
    [InlineData("R058", Dialect.Chongqing2019)]
    [InlineData("R076", Dialect.Guangzhou)]
    public void Other_packets_give_no_records(string id, Dialect dialect) => Assert.Empty(Read(id, dialect));
}
