using System.Text.Json;
using BlueSky.Messages;
using BlueSky.Queries;

namespace BlueSky.Notifications;

// What administrators set.
public sealed partial class SinkGrainTests
{
    private async Task<string> Refused(SinkSettings settings, string? secret = Secret, string id = "group") =>
        (await Assert.ThrowsAsync<RefusedException>(() => Sink(id).Configure(settings, secret, Administrator))).Field;

    [Fact]
    public async Task Settings_that_cannot_be_used_name_the_field_and_nothing_is_stored()
    {
        Assert.Equal("address", await Refused(Settings(address: "https://192.168.0.1/hook")));
        Assert.Equal("address", await Refused(Settings(address: "http://example.com/hook")));
        Assert.Equal("secret", await Refused(Settings(), "short"));
        Assert.Equal("secret", await Refused(Settings(), null));
        Assert.Equal("units", await Refused(Settings() with { Units = ["nowhere"] }));
        Assert.Equal("id", await Refused(Settings(), id: "No Id"));
        Assert.Null(await Sink().Get());
        Assert.Empty((await Lists.Sinks(new PageRequest(), default)).Items);
    }

    [Fact]
    public async Task A_secret_is_never_shown_and_a_shown_address_sent_back_keeps_the_one_that_is_set()
    {
        await Configure();
        var view = (await Sink().Get())!;
        Assert.True(view.HasSecret);
        Assert.Matches("^http://127.0.0.1:[0-9]+/…$", view.Settings.Address);
        await Sink().Configure(view.Settings with { Name = "新名称" }, null, Administrator);
        await Told(1);
        await Sink().Deliver();
        Assert.StartsWith("sha256=", Assert.Single(_receiver.Requests).Signature, StringComparison.Ordinal);
        Assert.Equal("?key=the-key-of-the-robot", _receiver.Requests.Single().Query);
        Assert.Equal("secret", await Refused(Settings(address: "https://example.com/hook"), null));

        var audited = (await _silo.Queries.Audit(null, null, null, null, new PageRequest(Size: 500), default)).Items;
        var shown = JsonSerializer.Serialize(await Row()) + JsonSerializer.Serialize(audited);
        Assert.Contains("sink.created", shown, StringComparison.Ordinal);
        Assert.Contains("sink.changed", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("the-key-of-the-robot", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_told_to_the_queue_is_told_when_the_administrator_asks_the_same_again()
    {
        await Configure();
        var resting = Settings() with { IsEnabled = false };
        _fault.Fails = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Sink().Configure(resting, null, Administrator));
        _fault.Fails = false;
        Assert.False((await Sink().Configure(resting, null, Administrator)).Settings.IsEnabled);
        Assert.False((await Row()).Sink.Settings.IsEnabled);

        _fault.Fails = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Sink().Remove(Administrator));
        _fault.Fails = false;
        await Sink().Remove(Administrator);
        Assert.Empty((await Lists.Sinks(new PageRequest(), default)).Items);
    }

    [Fact]
    public async Task A_removed_sink_gets_nothing_more_and_its_name_can_be_used_anew()
    {
        await Configure();
        Assert.True(await Sink().Remove(Administrator));
        Assert.False(await Sink().Remove(Administrator));
        await Told(1);
        Assert.Equal(0, await Sink().Deliver());
        Assert.Null(await Sink().Get());
        await Configure();
        await Told(1);
        await Sink().Deliver();
        Assert.Single(_receiver.Requests);
    }

    [Fact]
    public async Task A_test_is_sent_at_once_also_while_the_sink_rests_and_leaves_the_queue_alone()
    {
        await Configure(Settings() with { IsEnabled = false });
        Assert.Equal(SinkOutcome.Taken, (await Sink().Test(Administrator)).Outcome);
        var request = Assert.Single(_receiver.Requests);
        Assert.Equal("test", JsonDocument.Parse(request.Body).RootElement.GetProperty("kind").GetString());
        Assert.StartsWith("sha256=", request.Signature, StringComparison.Ordinal);

        _receiver.Answer = _ => (404, "");
        var refused = await Sink().Test(Administrator);
        Assert.Equal(SinkOutcome.Refused, refused.Outcome);
        Assert.Contains("404", refused.Words, StringComparison.Ordinal);
        Assert.Equal((0, null), ((await Row()).Failures, (await Row()).FailedAt));
        Assert.Equal(2, (await _silo.Queries.Audit(null, null, null, null, new PageRequest(Size: 500), default)).Items.Count(e => e.Action == "sink.tested"));
    }

    [Fact]
    public async Task Tests_keep_to_the_rate_of_the_sink()
    {
        await Configure(Settings() with { PerMinute = 1 });
        await Sink().Test(Administrator);
        Assert.Equal("rate", (await Assert.ThrowsAsync<RefusedException>(() => Sink().Test(Administrator))).Reason);
        Assert.Equal("id", (await Assert.ThrowsAsync<RefusedException>(() => Sink("none").Test(Administrator))).Field);
        Assert.Single(_receiver.Requests);
    }
}
