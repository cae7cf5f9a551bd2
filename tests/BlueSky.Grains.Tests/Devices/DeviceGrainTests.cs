using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Devices;

public sealed class DeviceGrainTests : IAsyncLifetime
{
    private const string Mn = "010000A8900016F000169DC0";
    private const string SourceId = "371302-gas-0001";
    private static readonly SessionClaim Claim = new("gateway-1", "c1", "127.0.0.1:5000");
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _silo = await TestSilo.Start();
        await _silo.Grains.GetGrain<ISourceGrain>(SourceId).Register(TestSilo.Entry(SourceId, "gas-station"), "test");
    }

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private IDeviceGrain Device => _silo.Grains.GetGrain<IDeviceGrain>(Mn);

    private static DeviceRegistration Entry(string? source = SourceId) => new() { Mn = Mn, SourceId = source };

    [Fact]
    public async Task An_unknown_MN_is_not_admitted() =>
        Assert.Equal(Admission.UnknownMn, (await Device.Admit("123456", Claim)).Admission);

    [Fact]
    public async Task Only_the_right_password_is_admitted_and_it_is_bound_to_its_source()
    {
        await Device.Register(Entry(), "123456", "test");

        Assert.Equal(Admission.WrongPassword, (await Device.Admit("123457", Claim)).Admission);
        Assert.Equal(Admission.WrongPassword, (await Device.Admit("", Claim)).Admission);
        Assert.Equal(Admission.Admitted, (await Device.Admit("123456", Claim)).Admission);
        Assert.Equal([Mn], (await _silo.Grains.GetGrain<ISourceGrain>(SourceId).Get())!.Devices);
    }

    [Fact]
    public async Task A_device_without_password_admits_nobody()
    {
        await Device.Register(Entry(), null, "test");

        Assert.Equal(Admission.WrongPassword, (await Device.Admit("", Claim)).Admission);
    }

    [Fact]
    public async Task Unbound_and_disabled_devices_are_told_apart()
    {
        await Device.Register(Entry(source: null), "123456", "test");
        Assert.Equal(Admission.Unbound, (await Device.Admit("123456", Claim)).Admission);

        await Device.Register(Entry() with { Enabled = false }, null, "test");
        Assert.Equal(Admission.Disabled, (await Device.Admit("123456", Claim)).Admission);
    }

    [Fact]
    public async Task A_later_session_ends_the_former()
    {
        await Device.Register(Entry(), "123456", "test");
        var first = await Device.Admit("123456", Claim);
        var second = await Device.Admit("123456", Claim with { Connection = "c2" });

        Assert.True(second.SessionEpoch > first.SessionEpoch);
        Assert.False(await Device.Report(new SessionReport { SessionEpoch = first.SessionEpoch }));
        Assert.True(await Device.Report(new SessionReport { SessionEpoch = second.SessionEpoch, Frames = 3 }));
        var view = await Device.Get();
        Assert.Equal(("c2", 3L, true), (view!.Session!.Connection, view.Report!.Frames, view.IsOnline));
    }

    [Fact]
    public async Task A_change_of_the_register_asks_the_gateway_to_present_the_device_again()
    {
        await Device.Register(Entry(), "123456", "test");
        var session = await Device.Admit("123456", Claim);

        await Device.RotatePassword("test");

        Assert.False(await Device.Report(new SessionReport { SessionEpoch = session.SessionEpoch }));
        Assert.Equal(Admission.WrongPassword, (await Device.Admit("123456", Claim)).Admission);
    }

    [Fact]
    public async Task A_session_survives_the_end_of_its_grain_while_the_register_entry_is_the_same()
    {
        await Device.Register(Entry(), "123456", "test");
        var session = await Device.Admit("123456", Claim);
        SessionReport report = new() { SessionEpoch = session.SessionEpoch, Version = session.Version, Claim = Claim, Frames = 5 };
        await _silo.Stop();
        await _silo.StartAgain();

        Assert.True(await Device.Report(report));
        var view = await Device.Get();
        Assert.Equal((Claim, 5L, true), (view!.Session!, view.Report!.Frames, view.IsOnline));
        Assert.True((await Device.Admit("123456", Claim)).SessionEpoch > session.SessionEpoch);
    }

    [Fact]
    public async Task A_session_of_another_entry_or_of_a_gateway_that_does_not_say_which_is_presented_again()
    {
        await Device.Register(Entry(), "123456", "test");
        var session = await Device.Admit("123456", Claim);
        await Device.RotatePassword("test");
        await _silo.Stop();
        await _silo.StartAgain();

        Assert.False(await Device.Report(new SessionReport { SessionEpoch = session.SessionEpoch, Version = session.Version, Claim = Claim }));
        Assert.False(await Device.Report(new SessionReport { SessionEpoch = session.SessionEpoch }));
    }

    [Fact]
    public async Task A_session_that_was_not_heard_of_for_two_minutes_is_offline()
    {
        await Device.Register(Entry(), "123456", "test");
        await Device.Admit("123456", Claim);
        Assert.True((await Device.Get())!.IsOnline);

        _silo.Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.False((await Device.Get())!.IsOnline);
    }

    [Fact]
    public async Task The_old_SM4_key_stays_valid_beside_the_new_one()
    {
        await Device.Register(Entry(), "123456", "test");
        byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, 16)];
        for (byte i = 1; i <= 3; i++) await Device.SetSm4Key(Key(i), "test");

        Assert.Equal([Key(3), Key(2)], (await Device.Admit("123456", Claim)).Sm4Keys);
        await Assert.ThrowsAsync<RefusedException>(() => Device.SetSm4Key([1, 2, 3], "test"));
    }

    [Theory]
    [InlineData("profile.reportSeconds")]
    [InlineData("profile.factors")]
    [InlineData("password")]
    [InlineData("mn")]
    public async Task An_entry_that_cannot_be_is_refused_and_the_field_named(string field)
    {
        var entry = field switch
        {
            "profile.reportSeconds" => Entry() with { Profile = new() { ReportSeconds = 0 } },
            "profile.factors" => Entry() with { Profile = new() { Factors = [new("a", "a", "", 0)] } },
            "mn" => Entry() with { Mn = "other" },
            _ => Entry(),
        };

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Device.Register(entry, field == "password" ? "12;456" : "123456", "test"));

        Assert.Equal(field, refusal.Field);
    }

    [Fact]
    public async Task No_secret_is_kept_in_the_clear()
    {
        await Device.Register(Entry(), "s3cret", "test");
        await _silo.Stop();

        Assert.DoesNotContain("s3cret", await _silo.StoreText(), StringComparison.Ordinal);
    }

    private static DeviceRegistration Obedient => Entry() with { Profile = new DeviceProfile { AcceptsCommands = true } };

    private DateTimeOffset Now => _silo.Clock.GetUtcNow();

    [Fact]
    public async Task A_request_for_history_is_fetched_by_the_session_followed_to_its_end_and_written_to_the_audit_log()
    {
        await Device.Register(Obedient, "123456", "test");
        var epoch = (await Device.Admit("123456", Claim)).SessionEpoch;
        var asked = await Device.AskBackfill(Period.Hour, Now.AddDays(-1), Now, "设备管理员");
        Assert.Equal("backfill-running", (await Assert.ThrowsAsync<RefusedException>(() => Device.AskBackfill(Period.Hour, Now.AddDays(-1), Now, "设备管理员"))).Reason);

        Assert.Null(await Device.FetchBackfill(epoch - 1));
        Assert.Equal(new BackfillTask(asked.Id, asked.Order), await Device.FetchBackfill(epoch));
        Assert.Equal(BackfillState.Sent, Assert.Single(await Device.Backfills()).State);
        Assert.True(await Device.Report(new SessionReport { SessionEpoch = epoch, Backfill = new(asked.Id, BackfillState.Executing, 3, 0, "") }));
        Assert.Equal((BackfillState.Executing, 3), Assert.Single(await Device.Backfills()) is var one ? (one.State, one.Stored) : default);
        await Device.Report(new SessionReport { SessionEpoch = epoch, Backfill = new(asked.Id, BackfillState.Done, 23, 1, "") });

        Assert.Null(await Device.FetchBackfill(epoch));
        await _silo.Stop();
        await _silo.StartAgain();
        Assert.Equal((BackfillState.Done, 23, 1), Assert.Single(await Device.Backfills()) is var kept ? (kept.State, kept.Stored, kept.Known) : default);
        var log = (await _silo.Queries.Audit(null, Mn, null, null, new(), default)).Items.Where(e => e.Action.StartsWith("device.backfill", StringComparison.Ordinal));
        Assert.Equal(["device.backfill-ended system", "device.backfill-asked 设备管理员"], log.Select(e => $"{e.Action} {e.Actor}"));
    }

    [Fact]
    public async Task A_request_outlives_the_node_and_is_given_to_the_next_session_until_it_is_taken_back()
    {
        await Device.Register(Obedient, "123456", "test");
        var asked = await Device.AskBackfill(Period.Minute, Now.AddHours(-2), Now, "设备管理员");
        await _silo.Stop();
        await _silo.StartAgain();

        var epoch = (await Device.Admit("123456", Claim)).SessionEpoch;
        Assert.Equal(asked.Id, (await Device.FetchBackfill(epoch))?.Id);

        Assert.Equal(BackfillState.Cancelled, (await Device.CancelBackfill(asked.Id, "设备管理员")).State);
        Assert.Null(await Device.FetchBackfill(epoch));
        await Device.Report(new SessionReport { SessionEpoch = epoch, Backfill = new(asked.Id, BackfillState.Done, 1, 0, "") });
        Assert.Equal(BackfillState.Cancelled, Assert.Single(await Device.Backfills()).State);
        Assert.Equal("unknown-backfill", (await Assert.ThrowsAsync<RefusedException>(() => Device.CancelBackfill("other", "设备管理员"))).Reason);
    }

    [Fact]
    public async Task A_request_whose_device_never_came_expires_and_makes_room_for_another()
    {
        await Device.Register(Obedient, "123456", "test");
        await Device.AskBackfill(Period.Hour, Now.AddDays(-1), Now, "设备管理员");

        _silo.Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(BackfillState.Expired, Assert.Single(await Device.Backfills()).State);
        await Device.AskBackfill(Period.Hour, Now.AddDays(-1), Now, "设备管理员");
        Assert.Equal([BackfillState.Waiting, BackfillState.Expired], (await Device.Backfills()).Select(b => b.State));
        Assert.Equal(["device.backfill-asked", "device.backfill-expired", "device.backfill-asked"], await BackfillLog());
    }

    [Fact]
    public async Task A_request_that_nobody_answered_is_in_the_audit_log_once_although_the_node_died_over_the_entry()
    {
        var isDying = true;
        await using var silo = await TestSilo.Start(services =>
        {
            var real = services.Last(s => s.ServiceType == typeof(IPublication));
            services.AddSingleton<IPublication>(provider => new FailingPublication(
                (IPublication)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), written => isDying && written is IReadOnlyList<AuditEntry> and [{ Action: "device.backfill-expired" }]));
        });
        await silo.Grains.GetGrain<ISourceGrain>(SourceId).Register(TestSilo.Entry(SourceId, "gas-station"), "test");
        var device = silo.Grains.GetGrain<IDeviceGrain>(Mn);
        await device.Register(Obedient, "123456", "test");
        var asked = await device.AskBackfill(Period.Hour, silo.Clock.GetUtcNow().AddDays(-1), silo.Clock.GetUtcNow(), "设备管理员");
        silo.Clock.Advance(TimeSpan.FromHours(25));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Wake(silo));
        await silo.Die();
        isDying = false;
        await silo.StartAgain();

        await Wake(silo);
        await Wake(silo);

        var expired = Assert.Single(await AuditOf(silo), e => e.Action == "device.backfill-expired");
        Assert.Equal("system", expired.Actor);
        Assert.Equal(asked.At.AddHours(24), expired.At, TimeSpan.FromMilliseconds(1));
        Assert.Equal(BackfillState.Expired, Assert.Single(await silo.Grains.GetGrain<IDeviceGrain>(Mn).Backfills()).State);
    }

    // What the reminder of a request does when it is due.
    private static Task Wake(TestSilo silo) => silo.Grains.GetGrain<IDeviceGrain>(Mn).AsReference<IRemindable>().ReceiveReminder("backfill-expiry", default);

    private async Task<IEnumerable<string>> BackfillLog() =>
        (await AuditOf(_silo)).Select(e => e.Action).Where(a => a.StartsWith("device.backfill", StringComparison.Ordinal));

    private static async Task<IReadOnlyList<AuditEntry>> AuditOf(TestSilo silo) => (await silo.Queries.Audit(null, Mn, null, null, new(), default)).Items;
}
