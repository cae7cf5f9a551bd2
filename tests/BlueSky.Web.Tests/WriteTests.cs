using System.Net;
using BlueSky.Access;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

public sealed class WriteTests
{
    [Fact]
    public async Task A_source_is_registered_as_sent_and_audited_under_the_keys_owner()
    {
        await using var web = await TestWeb.Borrow();
        var answer = await web.Client(Scopes.Register).Send("PUT", "/api/v1/sources/gas-9", OpenApiExamples.Bodies["registerSource"]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entry = web.World.Sources["gas-9"];
        Assert.Equal(("gas-9", "示例加油站", "gas", new DateOnly(2021, 3, 1), 8m, true),
            (entry.Id, entry.Name, entry.Kind, entry.RegisteredOn, entry.Parameters["nozzles"], entry.IsDemo));
        var audit = Assert.Single(web.World.Audit);
        Assert.Equal(("owner of k8", "api.source.registered", "gas-9", "203.0.113.7"), (audit.Actor, audit.Action, audit.Subject, audit.RemoteAddress));
        var again = await (await web.Client(Scopes.Read).Read("/api/v1/sources/gas-9")).Json();
        Assert.Equal(HttpStatusCode.OK,
            (await web.Client(Scopes.Register).Send("PUT", "/api/v1/sources/gas-9", again["registration"]!.ToJsonString())).StatusCode);
        Assert.Equal(entry with { Parameters = web.World.Sources["gas-9"].Parameters, Path = web.World.Sources["gas-9"].Path }, web.World.Sources["gas-9"]);
    }

    [Theory]
    [InlineData("PUT", "/sources/s-1", "{}", "name,kind,town,registeredOn")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","kind":"gas","town":"371302001","registeredOn":"2021-03-01","id":"s-2"}""", "id")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","kind":"gaz","town":"1","registeredOn":"2021-03-01"}""", "kind,town")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","kind":"gas","town":"371302001","registeredOn":"2021-03-01","location":{"longitude":200,"latitude":1}}""", "location")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","kind":"gas","town":"371302001","registeredOn":"2021-03-01","zone":"nowhere"}""", "zone")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","kind":"gas","town":"371302001","registeredOn":"2021-02-30"}""", "registeredOn")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","colour":"red"}""", "colour")]
    [InlineData("PUT", "/sources/s-1", """{"name":"n","operation":"closed"}""", "operation")]
    [InlineData("PUT", "/sources/s.1", """{"name":"n","kind":"gas","town":"371302001","registeredOn":"2021-03-01"}""", "id")]
    [InlineData("POST", "/sources/site-1/inspections", "{}", "at,inspector,items")]
    [InlineData("POST", "/sources/site-1/inspections", """{"at":"2021-08-01T10:00","inspector":"甲","items":[{"item":"washing","pass":true},{"item":"washing","pass":true},{"item":"x","pass":true},{"item":"covering"}]}""", "items[1].item,items[2].item,items[3].pass")]
    [InlineData("POST", "/sources/road-1/surveys", """{"at":"2021-08-01T10:00","surveyor":"车","points":[{"load":-1,"length":0},{"load":1}]}""", "points[0].load,points[0].length,points[1].length")]
    [InlineData("POST", "/sources/site-1/surveys", """{"at":"2021-08-01T10:00","surveyor":"车","points":[{"load":1,"length":1}]}""", "id")]
    [InlineData("POST", "/sources/site-1/cleanings", """{"at":"2021-08-01T10:00","cleaner":"甲"}""", "id")]
    [InlineData("POST", "/sources/restaurant-1/cleanings", "{}", "at,cleaner")]
    [InlineData("PUT", "/devices", "{}", "mn")]
    [InlineData("PUT", "/devices/MN1", """{"mn":"MN2"}""", "mn")]
    [InlineData("PUT", "/devices/MN1", """{"sourceId":"a b","password":"","profile":{"reportSeconds":0,"minuteInterval":31,"factors":[{"code":"a","factor":"a","unit":"","scale":0}]}}""", "sourceId,password,profile.reportSeconds,profile.minuteInterval,profile.factors[0].scale")]
    [InlineData("PUT", "/devices/MN1", """{"profile":{"factors":[{"code":"a","factor":"a"}]}}""", "profile.factors[0]")]
    [InlineData("PUT", "/devices/MN1", """{"profile":{"dialect":"klingon"}}""", "profile.dialect")]
    [InlineData("PUT", "/devices/MN1", """{"profile":{"factors":null}}""", "profile.factors")]
    [InlineData("PUT", "/devices/MN1", """{"profile":{"factors":[null]}}""", "profile.factors[0].code,profile.factors[0].factor")]
    [InlineData("PUT", "/devices/MN1/sm4-key", "{}", "key")]
    [InlineData("PUT", "/devices/MN1/sm4-key", """{"key":"0123"}""", "key")]
    [InlineData("POST", "/keys", "{}", "name,scopes")]
    [InlineData("POST", "/keys", """{"name":"n","scopes":["root"]}""", "scopes")]
    [InlineData("POST", "/keys", """{"name":"n","scopes":[],"id":"a_b","expiresAt":"2020-01-01"}""", "id,scopes,expiresAt")]
    public async Task A_bad_body_is_refused_and_each_field_named(string method, string path, string json, string fields)
    {
        await using var web = await TestWeb.Borrow();
        Furnish(web);
        var answer = await web.Client(Scopes.All).Send(method, "/api/v1" + path, json);
        Assert.Equal(fields, string.Join(',', await answer.Fields()));
        Assert.Empty(web.World.Ingested);
        Assert.Empty(web.World.Audit);
    }

    [Fact]
    public async Task An_inspection_becomes_a_record_of_passes()
    {
        await using var web = await TestWeb.Borrow();
        Furnish(web);
        var answer = await web.Client(Scopes.Register).Send("POST", "/api/v1/sources/site-1/inspections", OpenApiExamples.Bodies["enterInspection"]);
        Assert.Equal("stored", (string)(await answer.Json())["result"]!);
        var observation = Assert.Single(web.World.Ingested).Observation;
        Assert.Equal((Period.Record, "manual:inspection", 0), (observation.Period, observation.Mn, observation.PeriodSeconds));
        Assert.Equal([new Reading("washing@measure-Pass", 1, Quality.Valid), new Reading("covering@measure-Pass", 0, Quality.Valid)], observation.Readings);
        Assert.Equal("api.inspection.entered", Assert.Single(web.World.Audit).Action);
    }

    [Fact]
    public async Task A_survey_becomes_the_length_weighted_mean_of_its_points()
    {
        await using var web = await TestWeb.Borrow();
        Furnish(web);
        var answer = await (await web.Client(Scopes.Register).Send("POST", "/api/v1/sources/road-1/surveys", OpenApiExamples.Bodies["enterSurvey"])).Json();
        // (0.4 x 120 + 0.9 x 80) / 200
        Assert.Equal(0.6m, (decimal)answer["load"]!);
        Assert.Equal([new Reading("sL-Rtd", 0.6m, Quality.Valid)], Assert.Single(web.World.Ingested).Observation.Readings);
    }

    [Theory]
    [InlineData(IngestResult.Unavailable, HttpStatusCode.ServiceUnavailable)]
    [InlineData(IngestResult.UnknownSource, HttpStatusCode.NotFound)]
    [InlineData(IngestResult.Future, HttpStatusCode.UnprocessableEntity)]
    [InlineData(IngestResult.BeforeRegistration, HttpStatusCode.UnprocessableEntity)]
    [InlineData(IngestResult.Duplicate, HttpStatusCode.OK)]
    [InlineData(IngestResult.Revised, HttpStatusCode.OK)]
    public async Task An_entry_of_people_is_answered_by_what_became_of_it(IngestResult result, HttpStatusCode status)
    {
        await using var web = await TestWeb.Borrow();
        Furnish(web);
        web.World.Answer = _ => result;
        var answer = await web.Client(Scopes.Register).Send("POST", "/api/v1/sources/restaurant-1/cleanings", OpenApiExamples.Bodies["enterCleaning"]);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, web.World.Audit.Count);
    }

    [Fact]
    public async Task Secrets_are_shown_once_and_never_audited()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.All);
        await client.Send("PUT", "/api/v1/devices/MN1", OpenApiExamples.Bodies["registerDevice"]);
        Assert.Equal("123456", web.World.Devices["MN1"].Password);
        var view = await (await client.Read("/api/v1/devices/MN1")).Text();
        Assert.DoesNotContain("123456", view, StringComparison.Ordinal);
        Assert.Equal("a1b2c3", (string)(await (await client.Send("POST", "/api/v1/devices/MN1/rotate-secret")).Json())["password"]!);
        var key = await client.Send("POST", "/api/v1/keys", """{"id":"gw-1","name":"网关","scopes":["read","ingest"]}""");
        Assert.Equal(HttpStatusCode.Created, key.StatusCode);
        Assert.Equal("no-store", key.Headers.CacheControl?.ToString());
        Assert.Equal("bsk_gw-1_fresh", (string)(await key.Json())["key"]!);
        Assert.Equal(Scopes.Read | Scopes.Ingest, web.World.Keys["gw-1"].Holder.Scopes);
        Assert.Equal(["api.device.registered", "api.device.secret-rotated", "api.key.created"], web.World.Audit.Select(a => a.Action));
        Assert.DoesNotContain(web.World.Audit, a => a.Detail.Contains("123456", StringComparison.Ordinal) || a.Detail.Contains("fresh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_of_a_grain_is_404_or_409_or_422_by_its_reason()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.All);
        await (await client.Send("POST", "/api/v1/devices/nobody/rotate-secret")).Problem(HttpStatusCode.NotFound);
        await client.Send("POST", "/api/v1/keys", """{"id":"gw-1","name":"网关","scopes":["read"]}""");
        var taken = await (await client.Send("POST", "/api/v1/keys", """{"id":"gw-1","name":"网关","scopes":["read"]}""")).Problem(HttpStatusCode.Conflict);
        Assert.Equal(("taken", "id"), ((string)taken["reason"]!, (string)taken["field"]!));
    }

    [Fact]
    public async Task Writes_are_limited_by_key_and_reads_are_not()
    {
        await using var web = await TestWeb.Start(o => o.WritesPerMinute = 1);
        var client = web.Client(Scopes.All);
        Assert.Equal(HttpStatusCode.OK, (await client.Send("POST", $"/api/v1/towns/{Samples.Town}/recount")).StatusCode);
        await (await client.Send("POST", $"/api/v1/towns/{Samples.Town}/recount")).Problem(HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, (await client.Read("/api/v1/towns")).StatusCode);
    }

    [Fact]
    public async Task A_write_whose_audit_fails_is_not_answered_as_done()
    {
        await using var web = await TestWeb.Borrow();
        web.World.AuditIsDown = true;
        var answer = await web.Client(Scopes.Register).Send("PUT", "/api/v1/sources/gas-9", OpenApiExamples.Bodies["registerSource"]);
        await answer.Problem(HttpStatusCode.ServiceUnavailable);
    }

    private static void Furnish(TestWeb web)
    {
        foreach (var kind in new[] { "site", "road", "restaurant" }) web.World.Sources[$"{kind}-1"] = Samples.Registration($"{kind}-1", kind);
    }
}
