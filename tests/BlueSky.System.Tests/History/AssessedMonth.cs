using System.Text.Json;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Time;

namespace BlueSky.Testing;

/// <summary>A month of invented hours of the district's stations, and its assessment: one that no device changes any more.</summary>
internal static class AssessedMonth
{
    private const string Period = "2021-10";
    private static readonly DateOnly First = new(2021, 10, 1);

    /// <summary>Enters the hours of the month and of the same month a year before, and runs the assessment; gives its digits.</summary>
    public static async Task<Assessed> EnterAndRun(NodeProcess node, string when)
    {
        foreach (var station in Demo.District.Stations.Where(s => s.Town is not null))
        {
            foreach (var first in new[] { First.AddYears(-1), First }) await Enter(node, station.Code, first);
        }

        var run = await node.PostJson<JsonElement>($"assessments/{Period}/runs", new { Reason = "before" });
        Assert.Equal(1, run.GetProperty("revision").GetInt32());
        Assert.Contains(run.GetProperty("inputs").EnumerateArray(), input => input.GetProperty("hours").GetInt32() > 600);
        return Of(run, when);
    }

    /// <summary>The stored revision, the same computed anew from its recorded inputs, and what the newest hours give: all alike if nothing was lost.</summary>
    public static async Task<IReadOnlyList<Assessed>> Again(NodeProcess node, string when)
    {
        var stored = Of(await node.Get<JsonElement>($"assessments/{Period}?revision=1"), $"{when}, as stored,");
        var verified = (await node.Post<JsonElement>($"assessments/{Period}/revisions/1/verify")).GetProperty("same").GetBoolean();
        var anew = Of(await node.Post<JsonElement>($"assessments/{Period}/what-if"), $"{when}, from the newest hours,");
        return [stored, new Assessed($"{when}, verified,", verified ? stored.Digits : "not the same"), anew];
    }

    private static Assessed Of(JsonElement revision, string when) => new(when, revision.GetProperty("digest").GetString() + revision.GetProperty("result").GetRawText());

    private static async Task Enter(NodeProcess node, string station, DateOnly first)
    {
        var end = new DateTimeOffset(first.AddMonths(1), TimeOnly.MinValue, ChinaTime.Offset);
        await node.PostJson<JsonElement>($"stations/{station}/hours", new
        {
            Stage = "reviewed",
            IsDemo = true,
            Hours = DemoAir.Hours(station, new DemoAirMonth(first, end)).Select(h => new
            {
                Time = h.Label,
                Pm25 = h[Pollutant.PM25],
                Pm10 = h[Pollutant.PM10],
                So2 = h[Pollutant.SO2],
                No2 = h[Pollutant.NO2],
                O3 = h[Pollutant.O3],
                Co = h[Pollutant.CO],
            }),
        });
    }
}
