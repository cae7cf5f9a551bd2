using System.Net;
using BlueSky.Access;
using BlueSky.Devices;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

/// <summary>The transmission rate (数据传输率) of a device by the API.</summary>
public sealed class TransmissionTests
{
    private const string Mn = "MN7", Path = "/api/v1/devices/" + Mn + "/transmission";

    private static PacketTally EveryMinuteOfTheLastHourBut(int missing)
    {
        var tally = new PacketTally();
        for (var minute = 60; minute >= missing; minute--)
        {
            var at = Samples.Noon.AddMinutes(-minute);
            tally.Take(new Observation { Mn = Mn, Period = Period.Instant, DataTime = at, ReceivedAt = at, Readings = [new("a34002-Rtd", 1, Quality.Valid)] });
        }

        return tally;
    }

    [Fact]
    public async Task It_shows_what_came_of_what_was_due_and_how_sure_the_rule_is()
    {
        await using var web = await TestWeb.Borrow();
        web.World.Devices[Mn] = (new() { Mn = Mn, SourceId = Samples.Source }, null);
        web.World.Packets[Mn] = [new(Period.Instant, Samples.Noon, EveryMinuteOfTheLastHourBut(30))];

        var answer = await (await web.Client(Scopes.Read).Read(Path)).Json();

        Assert.Equal(("known", "instant", "D"), ((string)answer["standing"]!, (string)answer["counted"]!, (string)answer["mark"]!));
        var week = answer["classes"]![0]!["week"]!;
        Assert.Equal((59, 31, 52.5m), ((int)week["expected"]!, (int)week["received"]!, (decimal)week["percent"]!));
    }

    [Fact]
    public async Task What_is_not_known_has_no_figure_and_says_why()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Read);
        web.World.Devices[Mn] = (new() { Mn = Mn }, null);
        Assert.Equal("unbound", (string)(await (await client.Read(Path)).Json())["standing"]!);

        web.World.Devices[Mn] = (new() { Mn = Mn, SourceId = Samples.Source }, null);
        Assert.Equal("nothingReceived", (string)(await (await client.Read(Path)).Json())["standing"]!);

        web.World.Packets[Mn] = [new(Period.Record, Samples.Noon, null)];
        var events = await (await client.Read(Path)).Json();
        Assert.Equal("noInterval", (string)events["standing"]!);
        Assert.Null(events["counted"]);
        Assert.Empty(events["classes"]!.AsArray());

        await (await client.Read("/api/v1/devices/nobody/transmission")).Problem(HttpStatusCode.NotFound);
    }
}
