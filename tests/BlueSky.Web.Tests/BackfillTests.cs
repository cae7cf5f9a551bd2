using System.Net;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

/// <summary>Asking a device for history (补传) by the API.</summary>
public sealed class BackfillTests
{
    [Fact]
    public async Task A_device_administrator_asks_for_a_period_and_the_audit_log_says_so()
    {
        await using var web = await TestWeb.Borrow();
        web.World.Devices["MN1"] = (new() { Mn = "MN1" }, null);
        var client = web.Client(Scopes.Read | Scopes.Devices);

        var answer = await client.Send("POST", "/api/v1/devices/MN1/backfills", OpenApiExamples.Bodies["askBackfill"]);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("waiting", (string)(await answer.Json())["state"]!);
        Assert.Equal("b1", (string)(await (await client.Read("/api/v1/devices/MN1/backfills")).Json())[0]!["id"]!);
        Assert.Equal("cancelled", (string)(await (await client.Send("DELETE", "/api/v1/devices/MN1/backfills/b1")).Json())["state"]!);
        Assert.Equal(["api.device.backfill-asked", "api.device.backfill-cancelled"], web.World.Audit.Select(a => a.Action));
        await (await client.Read("/api/v1/devices/nobody/backfills")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_missing_is_named_field_by_field_and_nothing_is_asked()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Devices).Send("POST", "/api/v1/devices/MN1/backfills", """{"period":"hour"}""");

        Assert.Equal(["from", "to"], (await answer.Fields()).Order());
        Assert.Empty(web.World.Backfills);
        Assert.Empty(web.World.Audit);
    }
}
