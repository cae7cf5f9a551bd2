using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Devices;

public sealed class BackfillTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 30, 0, ChinaTime.Offset);
    private static readonly DateTimeOffset Midnight = Now.DayStart();
    private static readonly DevicePolicy Policy = DevicePolicy.Load(Path.Combine(AppContext.BaseDirectory, "seeds", "devices"));

    private static readonly DeviceRegistration Device = new()
    {
        Mn = "M", SourceId = "S", Profile = new DeviceProfile { AcceptsCommands = true, MinuteInterval = 10 },
    };

    private static readonly Backfill Asked = new() { Id = "b1", Order = new(Period.Hour, Midnight, Midnight.AddHours(9)), By = "甲", At = Now };

    private static BackfillOrder? Order(Period period, DateTimeOffset from, DateTimeOffset to) =>
        Backfill.Ask(Device, period, from, to, null, Policy, Now).Events.SingleOrDefault();

    private static string? Refused(
        DeviceRegistration? device = null, Period period = Period.Hour, double hours = 3, DateTimeOffset? to = null, Backfill? former = null) =>
        Backfill.Ask(device ?? Device, period, (to ?? Midnight).AddHours(-hours), to ?? Midnight, former, Policy, Now).Refusal?.Code;

    [Fact]
    public void The_records_that_lie_wholly_within_the_period_are_asked_for()
    {
        Assert.Equal(new(Period.Hour, Midnight, Midnight.AddHours(2)), Order(Period.Hour, Midnight, Midnight.AddHours(3)));
        Assert.Equal(new(Period.Hour, Midnight.AddHours(1), Midnight.AddHours(2)), Order(Period.Hour, Midnight.AddMinutes(1), Midnight.AddMinutes(239)));
        Assert.Equal(new(Period.Minute, Midnight.AddMinutes(10), Midnight.AddMinutes(10)), Order(Period.Minute, Midnight.AddMinutes(5), Midnight.AddMinutes(20)));
        Assert.Equal(new(Period.Day, Midnight.AddDays(-2), Midnight.AddDays(-1)), Order(Period.Day, Midnight.AddDays(-2), Now));
    }

    [Fact]
    public void What_cannot_be_asked_is_refused_with_its_reason()
    {
        Assert.Null(Refused());
        Assert.Equal("not-in-service", Refused(Device with { Enabled = false }));
        Assert.Equal("not-in-service", Refused(Device with { SourceId = null }));
        Assert.Equal("takes-no-commands", Refused(Device with { Profile = new() }));
        Assert.Equal("takes-no-commands", Refused(Device with { Profile = Device.Profile with { Dialect = DeviceDialect.Guangzhou } }));
        Assert.Equal("no-history", Refused(period: Period.Instant));
        Assert.Equal("not-over", Refused(to: Now.AddSeconds(1)));
        Assert.Equal("empty-period", Refused(hours: 0.9));
        Assert.Equal("empty-period", Refused(hours: -3));
        Assert.Null(Refused(hours: 31 * 24));
        Assert.Equal("too-long", Refused(hours: (31 * 24) + 1));
    }

    [Fact]
    public void A_device_has_one_running_request_until_it_has_ended_or_expired()
    {
        Assert.Equal("backfill-running", Refused(former: Asked));
        Assert.Equal("backfill-running", Refused(former: Asked with { State = BackfillState.Executing }));
        Assert.Null(Refused(former: Asked with { State = BackfillState.Done }));
        Assert.Null(Refused(former: Asked with { At = Now.AddHours(-24) }));
    }

    [Fact]
    public void Reports_replace_the_counts_of_their_session_and_add_to_those_of_sessions_before()
    {
        var first = Asked.Reported(new("b1", BackfillState.Sent, 0, 0, ""), 7, Now).Reported(new("b1", BackfillState.Executing, 5, 1, ""), 7, Now.AddSeconds(30));
        Assert.Equal((BackfillState.Executing, 5, 1, Now), (first.State, first.Stored, first.Known, first.SentAt));

        var second = first.Reported(new("b1", BackfillState.Executing, 2, 5, ""), 8, Now.AddMinutes(1)).Reported(new("b1", BackfillState.Done, 5, 5, ""), 8, Now.AddMinutes(2));
        Assert.Equal((BackfillState.Done, 10, 6, Now.AddMinutes(2)), (second.State, second.Stored, second.Known, second.EndedAt));
        Assert.Equal(second, second.Reported(new("b1", BackfillState.Executing, 9, 9, ""), 7, Now.AddMinutes(3)));
        Assert.Equal(second, second.Reported(new("b2", BackfillState.Refused, 9, 9, ""), 9, Now.AddMinutes(3)));
    }

    [Fact]
    public void An_end_stays_but_records_that_were_on_their_way_still_count()
    {
        var done = Asked.Reported(new("b1", BackfillState.Done, 3, 0, ""), 7, Now);

        var later = done.Reported(new("b1", BackfillState.Refused, 4, 0, "QnRtn=2"), 7, Now.AddSeconds(30));

        Assert.Equal((BackfillState.Done, 4, "", Now), (later.State, later.Stored, later.Reason, later.EndedAt));
    }

    [Fact]
    public void What_has_not_ended_in_time_has_expired()
    {
        Assert.True(Asked.AsOf(Now.AddHours(23), Policy).IsRunning);
        var expired = Asked.AsOf(Now.AddHours(24), Policy);
        Assert.Equal((BackfillState.Expired, Now.AddHours(24)), (expired.State, expired.EndedAt));
        Assert.Equal(BackfillState.Cancelled, (Asked with { State = BackfillState.Cancelled }).AsOf(Now.AddHours(99), Policy).State);
    }
}
