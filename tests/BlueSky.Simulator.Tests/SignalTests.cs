using System.Globalization;
using BlueSky.Hj212;
using BlueSky.Sources;

namespace BlueSky.Simulator;

public sealed class SignalTests
{
    private static decimal Number(Measurement measurement, string key) => decimal.Parse(measurement.Values.Single(v => v.Key == key).Text, CultureInfo.InvariantCulture);

    [Fact]
    public void A_dusty_site_passes_250_in_every_hour_and_an_ordinary_one_stays_below_150()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            Assert.True(Number(new SignalSource(Devices.Site(incident: Incident.HighDust), 1).Over("2061", Devices.Noon.AddHours(-hour)), "a34002-Avg") > 250);
            Assert.True(Number(new SignalSource(Devices.Site(), 1).Over("2061", Devices.Noon.AddHours(-hour)), "a34002-Avg") < 150);
        }
    }

    [Theory] // reference oxygen by source-limits.md section 4
    [InlineData("cement", 10), InlineData("brick", 18), InlineData("ceramics", 18), InlineData("glass", 8), InlineData("lime", 9)]
    public void A_kiln_with_the_incident_passes_100_at_reference_oxygen_and_another_does_not(string industry, int reference)
    {
        foreach (var (incident, passes) in new[] { (Incident.HighNitrogenOxides, true), (Incident.None, false) })
        {
            var hour = new SignalSource(Devices.Kiln(incident: incident, industry: industry), 1).Over("2061", Devices.Noon);
            var converted = Number(hour, "a21002-Avg") * (21 - reference) / (21 - Number(hour, "a19001-Avg"));
            Assert.Equal(passes, converted > 100);
        }
    }

    [Fact]
    public void A_leaking_gas_station_passes_8000_and_another_stays_below_4000()
    {
        Assert.True(Number(new SignalSource(Devices.Gas(DeviceDialect.Standard, Incident.VapourLeak), 1).At(Devices.Noon)[0], "VapourConcentration-Rtd") >= 8000);
        Assert.True(Number(new SignalSource(Devices.Gas(DeviceDialect.Standard), 1).At(Devices.Noon)[0], "VapourConcentration-Rtd") < 4000);
    }

    [Theory]
    [InlineData(DeviceDialect.Standard, "AL@", "FuelVolume@", "VapourVolume@"), InlineData(DeviceDialect.Chongqing2019, "i41020", "i41024", "i41022")]
    [InlineData(DeviceDialect.Guangzhou, "AlvR", "FuelFlow", "GasFlow")]
    public void The_ratio_of_a_refuelling_is_its_vapour_by_its_fuel_in_every_dialect(DeviceDialect dialect, string ratio, string fuel, string vapour)
    {
        var refuelling = new SignalSource(Devices.Gas(dialect), 1).At(Devices.Noon)[1];
        decimal Of(string part) => decimal.Parse(refuelling.Values.Single(v => v.Key.Contains(part, StringComparison.Ordinal)).Text, CultureInfo.InvariantCulture);

        Assert.InRange(Of(vapour) / Of(fuel) / Of(ratio), 0.99m, 1.01m);
    }

    [Fact]
    public void A_station_with_the_ratio_incident_refuels_outside_of_0_9_to_1_3_at_one_nozzle()
    {
        var refuelling = new SignalSource(Devices.Gas(DeviceDialect.Standard, Incident.RatioOutOfRange), 1).At(Devices.Noon)[1];

        Assert.InRange(Number(refuelling, "AL@003-Rtd"), 0.6m, 0.8m);
        Assert.InRange(Number(refuelling, "FuelVolume@003-Rtd"), 15m, 60m);
    }

    [Fact]
    public void A_station_with_the_ratio_incident_begins_with_eight_refuellings_of_the_day_before()
    {
        var device = new VirtualDevice(Devices.Gas(DeviceDialect.Standard, Incident.RatioOutOfRange), new DeviceBehaviour { Window = 8 }, new SimulationCounters());
        device.Connected(Devices.Noon);

        // GB 20952-2020 Annex E: a day with at least five refuellings of a nozzle is judged.
        var packets = device.Poll(Devices.Noon).Select(f => Devices.ReadOne(f)).ToList();
        Assert.Equal(8, packets.Count);
        Assert.All(packets, p => Assert.Equal(Devices.Noon.Date.AddDays(-1), p.DataTime!.Value.Date));
        Assert.All(packets, p => Assert.InRange(p.Factors["AL@003"][0].Number!.Value, 0.6m, 0.8m));
    }

    [Fact]
    public void A_restaurant_with_the_incident_cooks_with_its_purifier_off()
    {
        foreach (var hour in Enumerable.Range(0, 24))
        {
            var states = new SignalSource(Devices.Restaurant(Incident.PurifierOff), 1).At(Devices.Noon.AddHours(hour))[1];
            Assert.Equal(("2021", 1m, 0m), (states.Cn, Number(states, "SB7-RS"), Number(states, "SB8-RS")));
        }

        var honest = new SignalSource(Devices.Restaurant(), 1).At(Devices.Noon)[1];
        Assert.Equal(Number(honest, "SB7-RS"), Number(honest, "SB8-RS"));
    }

    [Fact]
    public void Standing_values_stand_still_and_others_move()
    {
        decimal[] At(Incident incident) =>
            [.. Enumerable.Range(0, 50).Select(i => Number(new SignalSource(Devices.Site(incident: incident), 1).At(Devices.Noon.AddMinutes(7 * i))[0], "a34002-Rtd")).Distinct()];

        Assert.Single(At(Incident.ConstantValue));
        Assert.True(At(Incident.None).Length > 40);
    }

    [Fact]
    public void A_device_that_reports_milligrams_sends_a_thousandth()
    {
        var micro = Devices.Site();
        var milli = micro with { Profile = micro.Profile with { Factors = [new("a34002", "a34002", "mg/m3", 1000)] } };

        var (a, b) = (Number(new SignalSource(micro, 1).At(Devices.Noon)[0], "a34002-Rtd"), Number(new SignalSource(milli, 1).At(Devices.Noon)[0], "a34002-Rtd"));

        Assert.Equal(a, b * 1000, 0);
        Assert.True(b < 1);
    }

    [Fact]
    public void The_Chongqing_form_ends_in_four_characters_and_asks_for_an_answer()
    {
        var device = new VirtualDevice(Devices.Gas(DeviceDialect.Chongqing2019), new DeviceBehaviour { Window = 5 }, new SimulationCounters());
        device.Connected(Devices.Noon);
        var frames = device.Poll(Devices.Noon);

        Assert.All(frames, f => Assert.EndsWith("\\r\\n", Devices.Text(f), StringComparison.Ordinal));
        var refuelling = Devices.ReadOne(frames[1]);
        Assert.Equal(("3020", 5), (refuelling.Cn, refuelling.Flag));
        Assert.Equal(2, device.Waits);
        Assert.EndsWith("00", refuelling.Factors["i41019"][0].Text[..^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_Guangzhou_form_has_an_extra_zero_no_Flag_and_waits_for_nothing()
    {
        var device = new VirtualDevice(Devices.Gas(DeviceDialect.Guangzhou), new DeviceBehaviour(), new SimulationCounters());
        device.Connected(Devices.Noon);
        var frames = device.Poll(Devices.Noon);

        Assert.All(frames, f => Assert.Equal((byte)'0', f[6]));
        var packets = frames.Select(f => Devices.ReadOne(f)).ToList();
        Assert.Equal(["2021", "2011"], packets.Select(p => p.Cn));
        Assert.All(packets, p => Assert.Null(p.Flag));
        Assert.Equal(0, device.Waits);
    }

    [Fact]
    public void Another_checksum_of_the_profile_is_used()
    {
        var site = Devices.Site();
        var device = new VirtualDevice(site with { Profile = site.Profile with { Checksum = ChecksumVariant.Modbus } }, new DeviceBehaviour(), new SimulationCounters());
        device.Connected(Devices.Noon);
        var frame = device.Poll(Devices.Noon)[0];

        Assert.Equal(1, Devices.Read(frame).Faults);
        Assert.Single(Devices.Read(frame, crc: CrcVariant.Modbus).Packets);
    }
}
