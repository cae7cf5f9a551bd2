using System.Text;
using BlueSky.Hj212;
using BlueSky.Sources;
using CsCheck;

namespace BlueSky.Gateway;

/// <summary>Packet and profile in, observation out.</summary>
public sealed class PacketMapperTests
{
    private static readonly DateTimeOffset Received = new(2026, 5, 12, 10, 0, 5, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("2011", Period.Instant, 0)]
    [InlineData("2021", Period.State, 0)]
    [InlineData("2031", Period.Day, 86400)]
    [InlineData("2041", Period.Runtime, 86400)]
    [InlineData("2051", Period.Minute, 600)]
    [InlineData("2061", Period.Hour, 3600)]
    [InlineData("2081", Period.Record, 0)]
    [InlineData("3020", Period.Record, 0)]
    [InlineData("2013", Period.Record, 0)]
    public void The_command_says_the_period_and_the_profile_its_length(string cn, Period period, int seconds)
    {
        var o = Map(cn, "DataTime=20260512095000;a34002-Avg=1", new DeviceProfile { MinuteInterval = 10 });
        Assert.Equal((period, seconds, At(9, 50)), (o.Period, o.PeriodSeconds, o.DataTime));
        Assert.Equal(("MN1", Received, "20260512100000000"), (o.Mn, o.ReceivedAt, o.Qn));
    }

    [Theory]
    [InlineData("2051", 9, 40)]
    [InlineData("2061", 8, 50)]
    [InlineData("2011", 9, 50)]
    public void A_device_that_stamps_the_end_of_a_period_is_put_right_and_moments_are_left_alone(string cn, int hour, int minute)
    {
        var profile = new DeviceProfile { MinuteInterval = 10, StampsPeriodEnd = true };
        Assert.Equal(At(hour, minute), Map(cn, "DataTime=20260512095000;a34002-Avg=1", profile).DataTime);
    }

    [Fact]
    public void DataTime_with_milliseconds_is_cut_and_its_place_does_not_matter()
    {
        var o = Map("2011", "a34002-Rtd=1;DataTime=20260512095000123");
        Assert.Equal(At(9, 50), o.DataTime);
        Assert.Equal(TimeSpan.FromHours(8), o.DataTime.Offset);
    }

    [Theory]
    [InlineData("a34002-Rtd=1", "no-datatime")]
    [InlineData("DataTime=2026051209500;a34002-Rtd=1", "bad-datatime")]
    [InlineData("DataTime=00010101000000;a34002-Rtd=1", "bad-datatime")]
    [InlineData("DataTime=;a34002-Rtd=1", "bad-datatime")]
    public void Without_a_readable_DataTime_there_is_no_observation_but_a_reason(string area, string reason)
    {
        var mapped = PacketMapper.Map(new PacketReader(Segment("2011", area)), "MN1", new ProfileMap(new DeviceProfile()), Received);
        Assert.Null(mapped.Observation);
        Assert.Equal(reason, mapped.Refusal);
        Assert.NotEmpty(mapped.Words);
    }

    [Fact]
    public void Factor_and_scale_come_from_the_profile_and_never_from_the_code()
    {
        var profile = new DeviceProfile
        {
            Factors = [new("a34002", "a34002", "mg/m3", 1000m), new("107", "a34001", "mg/m3", 1000m), new("CONC", "a34041", "mg/m3", 1m)],
        };
        var o = Map("2011", "DataTime=20260512095000;a34002-Rtd=0.071,a34002-Flag=N;107-Rtd=0.2;a34004-Rtd=35;CONC=1.2", profile);
        Assert.Equal(
            [("a34002-Rtd", 71m), ("a34001-Rtd", 200m), ("a34004-Rtd", 35m), ("a34041-Rtd", 1.2m)],
            o.Readings.Select(r => (r.Channel, r.Value)));
    }

    [Theory]
    [InlineData("N", Quality.Valid)]
    [InlineData("n", Quality.Valid)]
    [InlineData("M", Quality.Maintenance)]
    [InlineData("C", Quality.Calibration)]
    [InlineData("D", Quality.Fault)]
    [InlineData("F", Quality.Fault)]
    [InlineData("B", Quality.Fault)]
    [InlineData("T", Quality.OverRange)]
    [InlineData("S", Quality.Manual)]
    public void Data_marks_of_HJ_212_2017_become_quality_before_or_after_their_values(string mark, Quality quality)
    {
        Assert.All(Map("2051", $"DataTime=20260512095000;a1-Min=1,a1-Avg=2,a1-Max=3,a1-Flag={mark}").Readings, r => Assert.Equal(quality, r.Quality));
        Assert.All(Map("2051", $"DataTime=20260512095000;a1-Flag={mark};a1-Avg=2").Readings, r => Assert.Equal(quality, r.Quality));
    }

    [Fact]
    public void A_missing_mark_is_unmarked_an_unknown_one_too_and_kept_and_a_bare_Flag_marks_the_packet()
    {
        var o = Map("2011", "DataTime=20260512095000;a1-Rtd=1;a2-Rtd=2,a2-Flag=U");
        Assert.All(o.Readings, r => Assert.Equal(Quality.Unmarked, r.Quality));
        Assert.Equal([new TextReading("a2-Flag", "U")], o.Texts);

        o = Map("2011", "DataTime=20260512095000;a1-Rtd=1;a2-Rtd=2,a2-Flag=D;Flag=N");
        Assert.Equal([Quality.Valid, Quality.Fault], o.Readings.Select(r => r.Quality));
    }

    [Fact]
    public void All_fields_of_a_period_are_kept_under_their_own_channels()
    {
        var o = Map("2051", "DataTime=20260512095000;a21026-Min=1,a21026-Avg=2,a21026-Max=3,a21026-Cou=4,a21026-ZsMin=5,a21026-ZsAvg=6,a21026-ZsMax=7");
        string[] fields = ["Min", "Avg", "Max", "Cou", "ZsMin", "ZsAvg", "ZsMax"];
        Assert.Equal(fields.Select(f => $"a21026-{f}"), o.Readings.Select(r => r.Channel));
        Assert.Equal([1m, 2, 3, 4, 5, 6, 7], o.Readings.Select(r => r.Value));
    }

    [Theory]
    [InlineData("9999.99", true)]
    [InlineData("-9999.99", true)]
    [InlineData("9999.9", true)]
    [InlineData("99999.99", true)]
    [InlineData("9999.98", false)]
    [InlineData("999.99", false)]
    [InlineData("10000", false)]
    public void The_greatest_value_of_a_type_is_a_sentinel_and_no_measurement(string value, bool isSentinel)
    {
        var reading = Assert.Single(Map("2011", $"DataTime=20260512095000;a21002-Rtd={value},a21002-Flag=N").Readings);
        Assert.Equal(isSentinel ? Quality.OverRange : Quality.Valid, reading.Quality);
    }

    [Fact]
    public void What_is_no_number_or_has_an_unknown_suffix_is_kept_as_text_in_any_encoding()
    {
        byte[] gbk = [.. "QN=1;ST=39;CN=3020;MN=MN1;Flag=5;CP=&&DataTime=20260512095000;a1-Rtd=1e5;a1-SampleTime=20260512094500;a34011-Ori=5;i11001-Info=//"u8,
            .. HjText.Gb18030.GetBytes("清洗,管路"), .. "//;PolId=w01018&&"u8];
        var o = PacketMapper.Map(new PacketReader(gbk), "MN1", new ProfileMap(new DeviceProfile()), Received).Observation!;
        Assert.Empty(o.Readings);
        Assert.Equal(
            [new("a1-Rtd", "1e5"), new("a1-SampleTime", "20260512094500"), new("a34011-Ori", "5"), new("i11001-Info", "清洗,管路"), new("PolId", "w01018")],
            o.Texts);
    }

    [Fact]
    public void The_same_key_twice_counts_once_and_the_last_value_wins()
    {
        var o = Map("2011", "DataTime=20260512095000;a1-Rtd=1;a2-Rtd=5;a1-Rtd=2");
        Assert.Equal([("a1-Rtd", 2m), ("a2-Rtd", 5m)], o.Readings.Select(r => (r.Channel, r.Value)));
    }

    [Fact]
    public void A_Chongqing_refuelling_becomes_a_record_of_its_nozzle()
    {
        var o = Map(
            "3020",
            "DataTime=20240601101501;i41019-Info=500100JYZ0001003;i41020-Info=1.08;i41021-Info=34.1;i41022-Info=22.7;i41023-Info=31.6;i41024-Info=21.0;i41025-Info=0;i41026-Info=0;i41027-Info=0",
            new DeviceProfile { Dialect = DeviceDialect.Chongqing2019 });
        Assert.Equal(Period.Record, o.Period);
        Assert.Equal(
            [("AL@003-Rtd", 1.08m), ("VapourSpeed@003-Rtd", 34.1m), ("VapourVolume@003-Rtd", 22.7m), ("FuelSpeed@003-Rtd", 31.6m), ("FuelVolume@003-Rtd", 21.0m)],
            o.Readings.Select(r => (r.Channel, r.Value)));
        Assert.Equal(["i41019-Info", "VapourConcentration@003-Rtd", "VapourTemperature@003-Rtd", "LineResistance@003-Rtd"], o.Texts.Select(t => t.Channel));
    }

    [Fact]
    public void The_Chongqing_environment_is_momentary_and_its_alarms_are_states()
    {
        var profile = new DeviceProfile { Dialect = DeviceDialect.Chongqing2019 };
        var o = Map("3020", "DataTime=20240601101500;i41028-Info=-35;i41029-Info=12;i41030-Info=0;i41031-Info=3.2;i41032-Info=24.5", profile);
        Assert.Equal(Period.Instant, o.Period);
        Assert.Equal(
            [("TankPressure-Rtd", -35m), ("LineResistance-Rtd", 12m), ("UnloadVapour-Rtd", 0m), ("ProcessorOutlet-Rtd", 3.2m), ("VapourTemperature-Rtd", 24.5m)],
            o.Readings.Select(r => (r.Channel, r.Value)));
        o = Map("3020", "DataTime=20240601101500;i41011-Info=2", profile);
        Assert.Equal((Period.State, "TankPressure-Alarm"), (o.Period, Assert.Single(o.Readings).Channel));
    }

    [Fact]
    public void A_Guangzhou_refuelling_and_environment_become_the_same_channels()
    {
        var profile = new DeviceProfile { Dialect = DeviceDialect.Guangzhou };
        var o = Map("2011", "DataTime=20240601111500;q0003-AlvR=1.12;q0003-GasCur=35.0;q0003-GasFlow=23.1;q0003-FuelCur=31.2;q0003-FuelFlow=20.6;q0003-DynbPrs=0", profile);
        Assert.Equal(Period.Record, o.Period);
        Assert.Equal(
            ["AL@003-Rtd", "VapourSpeed@003-Rtd", "VapourVolume@003-Rtd", "FuelSpeed@003-Rtd", "FuelVolume@003-Rtd", "LineResistance@003-Rtd"],
            o.Readings.Select(r => r.Channel));
        o = Map("2021", "DataTime=20240601111500;DynbPress=12;TankPress=-35;UnloadgasCon=0.1;DevicegasCon=3.2", profile);
        Assert.Equal(Period.Instant, o.Period);
        Assert.Equal(["LineResistance-Rtd", "TankPressure-Rtd", "UnloadVapour-Rtd", "ProcessorOutlet-Rtd"], o.Readings.Select(r => r.Channel));
        o = Map("2041", "DataTime=20240601111500;q0003-AlvAlm=1;TightAlm=0", profile);
        Assert.Equal(Period.State, o.Period);
        Assert.Equal(["AL@003-Alarm", "Tightness-Alarm"], o.Readings.Select(r => r.Channel));
    }

    [Fact]
    public void Every_item_of_any_packet_ends_as_reading_text_or_mark_and_equal_channels_are_one_string()
    {
        var map = new ProfileMap(new DeviceProfile { Factors = [new("a1", "b1", "", 0.001m)] });
        var code = OneOf("a1", "a2", "a34002", "SB1", "i11001", "LA", "zz-9");
        var field = OneOf("Rtd", "Avg", "Flag", "SampleTime", "Info", "Ori", "RS");
        var value = Gen.OneOf(Gen.Int[-99999, 99999].Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), OneOf("N", "", "x", "1.2.3", "9999.99"));
        Gen.Select(code, field, value).Array[0, 12].Sample(items =>
        {
            var area = "DataTime=20260512095000;" + string.Join(';', items.Select(i => $"{i.Item1}-{i.Item2}={i.Item3}"));
            var o = PacketMapper.Map(new PacketReader(Segment("2011", area)), "MN1", map, Received).Observation!;
            var known = o.Readings.Select(r => r.Channel).Concat(o.Texts.Select(t => t.Channel)).ToHashSet();
            foreach (var (c, f, v) in items.Where(i => i.Item2 != "Flag" || i.Item3 is not ("N" or "")))
                Assert.True(f == "Flag" || known.Contains($"{(c == "a1" ? "b1" : c)}-{f}"), $"{c}-{f}={v} was dropped");
            Assert.Equal(o.Readings.Length, o.Readings.Select(r => r.Channel).Distinct().Count());
        }, seed: "0N0XIzNsQ0O2", iter: 2000);
    }

    [Fact]
    public void Ten_thousand_codes_of_nonsense_do_not_fill_memory()
    {
        var map = new ProfileMap(new DeviceProfile());
        for (var i = 0; i < 10_000; i++)
        {
            var code = map.Code(Encoding.ASCII.GetBytes($"n{i}"));
            if (i >= 1024) Assert.NotSame(code, map.Code(Encoding.ASCII.GetBytes($"n{i}")));
            else Assert.Same(code, map.Code(Encoding.ASCII.GetBytes($"n{i}")));
        }
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static DateTimeOffset At(int hour, int minute) => new(2026, 5, 12, hour, minute, 0, TimeSpan.FromHours(8));

    private static byte[] Segment(string cn, string area) =>
        Encoding.UTF8.GetBytes($"QN=20260512100000000;ST=39;CN={cn};PW=123456;MN=MN1;Flag=5;CP=&&{area}&&");

    private static Observation Map(string cn, string area, DeviceProfile? profile = null) =>
        PacketMapper.Map(new PacketReader(Segment(cn, area)), "MN1", new ProfileMap(profile ?? new DeviceProfile()), Received).Observation!;
}
