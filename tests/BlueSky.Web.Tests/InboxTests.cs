using System.Net;
using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Notifications;

namespace BlueSky.Web.Tests;

public sealed class InboxTests
{
    private static Notice Notice(Unit unit, NoticeKind kind = NoticeKind.Assigned, string subject = "371302-gas-0012~al-share~003~20210731T093000") => new()
    {
        Kind = kind, Unit = unit, Subject = subject, Event = "2", At = Samples.Noon, Title = "示例加油站", Chinese = "现予交办", English = "Assigned", Due = Samples.Noon.AddHours(4), IsDemo = true,
    };

    private static HttpClient Officer(TestWeb web, string unit = Samples.Town) => web.Client(web.World.AddKey("officer-" + unit, Scopes.Read | Scopes.Act, unit: unit, role: Role.Officer));

    [Fact]
    public async Task A_unit_sees_its_own_inbox_and_no_other()
    {
        await using var web = await TestWeb.Borrow();
        web.Notices.Inbox.AddRange([new(Notice(Samples.TownUnit), null), new(Notice(Samples.Department), Samples.Noon)]);
        var page = await (await Officer(web).Read("/api/v1/inbox")).Json();
        var one = Assert.Single(page["items"]!.AsArray())!;
        Assert.Equal(
            ("assigned", "交办", true, "兰山街道", "/api/v1/violations/371302-gas-0012~al-share~003~20210731T093000", null),
            ((string)one["kind"]!, (string)one["kindName"]!, (bool)one["duty"]!, (string)one["unitName"]!, (string)one["link"]!, (string?)one["readAt"]));
        Assert.Equal(["unit"], await (await Officer(web).Read("/api/v1/inbox?unit=zhujian")).Fields());
        Assert.Equal(["unit"], await (await Officer(web).Read("/api/v1/inbox/count?unit=zhujian")).Fields());
    }

    [Fact]
    public async Task The_command_centre_and_who_has_no_unit_may_look_into_any_inbox()
    {
        await using var web = await TestWeb.Borrow();
        web.Notices.Inbox.Add(new(Notice(Samples.Department, NoticeKind.TaskReturned, "371302/2021/16"), Samples.Noon));
        foreach (var client in new[] { web.Client(Scopes.Read), web.Client(Scopes.Read | Scopes.Act) })
        {
            var one = Assert.Single((await (await client.Read("/api/v1/inbox?unit=zhujian")).Json())["items"]!.AsArray())!;
            Assert.Equal("/api/v1/tasks/16?year=2021", (string)one["link"]!);
            await client.Read("/api/v1/inbox");
            Assert.Equal(Unit.CommandCode, web.Notices.Asked!.Unit);
            Assert.Equal(["unit"], await (await client.Read("/api/v1/inbox?unit=nowhere")).Fields());
        }
    }

    [Fact]
    public async Task Filters_reach_the_list_with_what_the_person_left_out()
    {
        await using var web = await TestWeb.Borrow();
        var client = Officer(web);
        web.World.Choices["officer-" + Samples.Town] = new NotificationChoice([NoticeKind.Closed], []);
        await client.Read("/api/v1/inbox?kind=escalated&unread=true&duty=true&subject=371302/2021/16&from=2021-08-01T00:00&to=2021-08-02T00:00");
        var asked = web.Notices.Asked!;
        Assert.Equal((NoticeKind.Escalated, true, true, "371302/2021/16", "officer-" + Samples.Town), (asked.Kind, asked.Unread, asked.Duty, asked.Subject, asked.Person));
        Assert.Equal([NoticeKind.Closed], asked.Hidden);
        Assert.Equal(["kind"], await (await client.Read("/api/v1/inbox?kind=nothing")).Fields());
        Assert.Equal(["unreadd"], await (await client.Read("/api/v1/inbox?unreadd=true")).Fields());
    }

    [Fact]
    public async Task The_list_comes_as_CSV_and_the_count_by_kind()
    {
        await using var web = await TestWeb.Borrow();
        web.Notices.Inbox.AddRange([new(Notice(Samples.TownUnit), null), new(Notice(Samples.TownUnit, NoticeKind.Closed), null)]);
        var lines = (await (await Officer(web).Read("/api/v1/inbox?format=csv")).Text()).Split("\r\n");
        Assert.StartsWith("id,at,kind,kindName,duty,unit", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(",assigned,交办,true,371302001,兰山街道,", lines[1], StringComparison.Ordinal);
        var count = await (await Officer(web).Read("/api/v1/inbox/count")).Json();
        Assert.Equal((2, 1, "assigned"), ((int)count["unread"]!, (int)count["duties"]!, (string)count["kinds"]![0]!["kind"]!));
        Assert.True(web.Notices.Asked!.Unread);
    }

    [Fact]
    public async Task A_person_marks_as_read_in_the_own_unit_by_id_or_up_to_a_moment()
    {
        await using var web = await TestWeb.Borrow();
        var client = Officer(web);
        Assert.Equal(2, (int)(await (await client.Send("POST", "/api/v1/inbox/read", """{"notices":["a~1~u","b~1~u"]}""")).Json())["marked"]!);
        Assert.Equal(3, (int)(await (await client.Send("POST", "/api/v1/inbox/read", """{"until":"2021-08-01T12:00:00+08:00"}""")).Json())["marked"]!);
        Assert.Equal($"officer-{Samples.Town} {Samples.Town} a~1~u,b~1~u", web.World.Reads[0]);
        Assert.Equal(["notices"], await (await client.Send("POST", "/api/v1/inbox/read", "{}")).Fields());
        Assert.Equal(["notices[0]"], await (await client.Send("POST", "/api/v1/inbox/read", """{"notices":[null]}""")).Fields());
    }

    [Fact]
    public async Task A_key_without_a_unit_has_no_inbox_of_its_own()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(web.World.AddKey("loose", Scopes.Read | Scopes.Act));
        await (await client.Send("POST", "/api/v1/inbox/read", """{"until":"2021-08-01T12:00:00+08:00"}""")).Problem(HttpStatusCode.Forbidden);
        await (await client.Send("PUT", "/api/v1/inbox/choice", "{}")).Problem(HttpStatusCode.Forbidden);
        Assert.Equal("", (string)(await (await client.Read("/api/v1/inbox/choice")).Json())["unit"]!);
    }

    [Fact]
    public async Task A_choice_shows_what_there_is_to_choose_from_and_refusals_name_the_field()
    {
        await using var web = await TestWeb.Borrow();
        SinkRow Row(string id, bool open, string unit) => new(new SinkView(id, new SinkSettings { Name = id, Format = SinkFormat.WeCom, Address = "https://x/…", IsOpenToChoice = open, Units = [unit] }, false, 1), 0, 0, 0, null, null, null, "");
        web.Notices.SinkRows.AddRange([Row("open", true, Samples.Town), Row("closed", false, Samples.Town), Row("other", true, "zhujian")]);
        var client = Officer(web);
        var answer = await (await client.Send("PUT", "/api/v1/inbox/choice", """{"hidden":["closed"],"sinks":[{"sink":"open","kinds":["escalated"]}]}""")).Json();
        Assert.Equal("open", (string)Assert.Single(answer["openSinks"]!.AsArray())!["id"]!);
        Assert.Equal("closed", (string)answer["choice"]!["hidden"]![0]!);
        Assert.Contains(answer["kinds"]!.AsArray(), k => (string)k!["name"]! == "督办升级" && (bool)k["duty"]!);

        web.World.NoticeRefusal = new Refusal("duty", "hidden", "须办。", "A duty.");
        Assert.Equal(["hidden"], await (await client.Send("PUT", "/api/v1/inbox/choice", """{"hidden":["assigned"]}""")).Fields());
        Assert.Equal(["sinks[0].sink"], await (await client.Send("PUT", "/api/v1/inbox/choice", """{"sinks":[{"kinds":["closed"]}]}""")).Fields());
    }

    [Fact]
    public async Task A_sink_is_set_up_by_administrators_and_its_secret_comes_back_from_nowhere()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Administer);
        const string entry = """{"name":"群","format":"json","address":"https://hooks.example.com/very-secret?key=k","secret":"0123456789abcdef","units":["371302001"]}""";
        var text = await (await client.Send("PUT", "/api/v1/sinks/group", entry)).Text();
        Assert.Contains("\"address\":\"https://hooks.example.com/…\",\"signed\":true", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", text, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
        var (id, settings, secret, by) = Assert.Single(web.World.Sinks);
        Assert.Equal(("group", "0123456789abcdef", true, true), (id, secret, by.IsCommand, settings.IsEnabled));
        Assert.All(settings.Kinds, k => Assert.True(k.IsDuty()));

        Assert.Equal(["name", "format", "address"], await (await client.Send("PUT", "/api/v1/sinks/group", "{}")).Fields());
        Assert.Equal(["id"], await (await client.Send("PUT", "/api/v1/sinks/Group_1", entry)).Fields());
        web.World.NoticeRefusal = SinkAddressRules.Default.Check("https://10.0.0.1/");
        Assert.Equal(["address"], await (await client.Send("PUT", "/api/v1/sinks/group", entry)).Fields());
        await (await client.Send("DELETE", "/api/v1/sinks/none")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Dead_letters_are_listed_with_their_reason_and_sent_again()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Administer);
        web.Notices.DeliveryRows.AddRange([
            new(Notice(Samples.TownUnit), DeliveryState.Dead, 12, Samples.Noon, Samples.Noon, Samples.Noon, "对方答复 HTTP 503。"),
            new(Notice(Samples.TownUnit), DeliveryState.Waiting, 0, Samples.Noon, Samples.Noon, null, ""),
        ]);
        var one = Assert.Single((await (await client.Read("/api/v1/sinks/group/deliveries?state=dead")).Json())["items"]!.AsArray())!;
        Assert.Equal(("dead", 12, "对方答复 HTTP 503。", null), ((string)one["state"]!, (int)one["attempts"]!, (string)one["reason"]!, (string?)one["dueAt"]));
        Assert.Contains(",dead,12,", await (await client.Read("/api/v1/sinks/group/deliveries?format=csv")).Text(), StringComparison.Ordinal);
        Assert.Equal(7, (int)(await (await client.Send("POST", "/api/v1/sinks/group/resend", "{}")).Json())["queued"]!);
        Assert.Equal(["notices[0]"], await (await client.Send("POST", "/api/v1/sinks/group/resend", """{"notices":[""]}""")).Fields());
    }

    [Fact]
    public async Task A_test_of_a_sink_says_how_it_answered()
    {
        await using var web = await TestWeb.Borrow();
        var client = web.Client(Scopes.Administer);
        Assert.Equal("taken", (string)(await (await client.Send("POST", "/api/v1/sinks/group/test", "{}")).Json())["outcome"]!);
        Assert.Equal("对方答复 HTTP 404。", (string)(await (await client.Send("POST", "/api/v1/sinks/none/test", "{}")).Json())["words"]!);
        Assert.Equal(["id"], await (await client.Send("POST", "/api/v1/sinks/Group_1/test", "{}")).Fields());
    }
}
