using BlueSky.Messages;
using BlueSky.Testing;

namespace BlueSky.Access;

public sealed class UserGrainTests : IAsyncLifetime
{
    private const string Right = "right and long enough", Next = "another long sentence", From = "203.0.113.7";
    private static readonly Appointment Officer = new("李四", Position.Town, TestSilo.Town, Role.Officer);
    private static readonly ChangedBy Admin = new("admin", From);
    private TestSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await TestSilo.Start();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_user_who_signs_in_acts_in_the_unit_and_role_of_the_appointment()
    {
        var user = await Made("lisi");

        var answer = await user.SignIn(Right, false, null, From);

        Assert.Equal(UserSignIn.Accepted, answer.Outcome);
        Assert.Equal((TestSilo.Town, Role.Officer, Scopes.Read | Scopes.Act, true), (answer.Session!.Unit, answer.Session.Role, answer.Session.Scopes, answer.Session.MustChangePassword));
        Assert.Equal(["lisi"], await silo.Grains.GetGrain<IUserRegisterGrain>(0).Names());
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_and_the_right_one_does_not_open_before_the_time_is_over()
    {
        var user = await Made("lisi");
        for (var i = 0; i < 4; i++) Assert.Equal(UserSignIn.Refused, (await user.SignIn("wrong", false, null, From)).Outcome);

        Assert.Equal(UserSignIn.LockedOut, (await user.SignIn("wrong", false, null, From)).Outcome);
        Assert.Equal(UserSignIn.LockedOut, (await user.SignIn(Right, false, null, From)).Outcome);

        silo.Clock.Advance(LockOut.Duration);
        Assert.Equal(UserSignIn.Accepted, (await user.SignIn(Right, false, null, From)).Outcome);
        var locked = Assert.Single((await Audit("lisi")), a => a.Action == "user.locked-out");
        Assert.Equal(From, locked.RemoteAddress);
    }

    [Fact]
    public async Task Guesses_sent_at_once_count_as_so_many()
    {
        var user = await Made("lisi");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => user.SignIn($"guess {i}", false, null, From)));

        Assert.Equal(4, answers.Count(a => a.Outcome == UserSignIn.Refused));
        Assert.Equal(4, answers.Count(a => a.Outcome == UserSignIn.LockedOut));
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_refused_and_locked_like_one_that_somebody_has()
    {
        var nobody = silo.Grains.GetGrain<IUserGrain>("nobody");

        for (var i = 0; i < 4; i++) Assert.Equal(UserSignIn.Refused, (await nobody.SignIn("wrong", false, null, From)).Outcome);
        Assert.Equal(UserSignIn.LockedOut, (await nobody.SignIn("wrong", false, null, From)).Outcome);
        Assert.Null(await nobody.Get());
    }

    [Fact]
    public async Task With_a_second_factor_a_code_is_needed_and_is_good_once()
    {
        var user = await Made("lisi");
        await user.SetSecondFactor("as the web node protected it", 100, Admin);

        Assert.Equal(UserSignIn.NeedsCode, (await user.SignIn(Right, false, null, From)).Outcome);
        Assert.Equal(UserSignIn.Refused, (await user.SignIn(Right, true, null, From)).Outcome);
        Assert.Equal(UserSignIn.Refused, (await user.SignIn(Right, true, 100, From)).Outcome);
        Assert.Equal(UserSignIn.Accepted, (await user.SignIn(Right, true, 101, From)).Outcome);
        Assert.Equal(UserSignIn.Refused, (await user.SignIn(Right, true, 101, From)).Outcome);
    }

    [Fact]
    public async Task A_second_factor_is_taken_away_by_a_code_not_used_yet_and_never_replaced_by_an_open_session_alone()
    {
        var user = await Made("wangwu");
        await user.SetSecondFactor("the first", 100, Admin);
        await user.SignIn(Right, true, 101, From);

        Assert.Equal("second-factor-set", (await Assert.ThrowsAsync<RefusedException>(() => user.SetSecondFactor("a thief's", 200, Admin))).Reason);
        Assert.Equal("code-used", (await Assert.ThrowsAsync<RefusedException>(() => user.SetSecondFactor(null, 101, Admin))).Reason);
        Assert.Equal("the first", await user.ProtectedSecret());
        Assert.Equal(UserSignIn.Accepted, (await user.SignIn(Right, true, 102, From)).Outcome);

        await user.SetSecondFactor(null, 103, Admin);
        await user.SetSecondFactor("the next", 103, Admin);
        Assert.Equal("the next", await user.ProtectedSecret());
    }

    [Fact]
    public async Task A_changed_password_ends_the_sessions_of_before_and_opens_what_the_first_one_kept_shut()
    {
        var user = await Made("lisi");
        var before = (await user.SignIn(Right, false, null, From)).Session!;

        var after = await user.ChangePassword(Right, Next, From);

        Assert.False(after!.MustChangePassword);
        Assert.Null(await user.Session(before.Stamp));
        Assert.NotNull(await user.Session(after.Stamp));
        Assert.Equal(UserSignIn.Refused, (await user.SignIn(Right, false, null, From)).Outcome);
        Assert.Equal(UserSignIn.Accepted, (await user.SignIn(Next, false, null, From)).Outcome);
    }

    [Fact]
    public async Task A_password_is_not_changed_with_a_wrong_present_one_nor_to_the_same_or_a_weak_one()
    {
        var user = await Made("lisi");

        Assert.Null(await user.ChangePassword("wrong", Next, From));
        Assert.Equal("same-password", (await Assert.ThrowsAsync<RefusedException>(() => user.ChangePassword(Right, Right, From))).Reason);
        Assert.Equal("password-length", (await Assert.ThrowsAsync<RefusedException>(() => user.ChangePassword(Right, "short", From))).Reason);
    }

    [Theory]
    [InlineData("appointed")]
    [InlineData("disabled")]
    [InlineData("reset")]
    [InlineData("ended")]
    public async Task What_an_administrator_changes_ends_every_session(string change)
    {
        var user = await Made("lisi");
        var session = (await user.SignIn(Right, false, null, From)).Session!;

        await (change switch
        {
            "appointed" => user.Appoint(Officer with { Role = Role.Lead }, Admin),
            "disabled" => user.SetDisabled(true, Admin),
            "reset" => user.ResetPassword(Next, true, Admin),
            _ => user.EndSessions(Admin),
        });

        Assert.Null(await user.Session(session.Stamp));
        Assert.Contains(await Audit("lisi"), a => a.Actor == "admin" && a.RemoteAddress == From);
    }

    [Fact]
    public async Task A_disabled_user_is_refused_like_a_wrong_password()
    {
        var user = await Made("lisi");
        await user.SetDisabled(true, Admin);

        Assert.Equal(UserSignIn.Refused, (await user.SignIn(Right, false, null, From)).Outcome);
    }

    [Theory]
    [InlineData(Position.Town, null, Role.Officer, "wrong-unit")]
    [InlineData(Position.Town, "nowhere", Role.Officer, "wrong-unit")]
    [InlineData(Position.Department, TestSilo.Town, Role.Officer, "wrong-unit")]
    [InlineData(Position.Auditor, TestSilo.Town, Role.Reader, "wrong-unit")]
    [InlineData(Position.Town, TestSilo.Town, Role.Reader, "wrong-role")]
    [InlineData(Position.GridMember, TestSilo.Town, Role.Lead, "wrong-role")]
    [InlineData(Position.Administrator, null, Role.System, "wrong-role")]
    public async Task A_position_has_the_units_and_roles_of_its_kind(Position position, string? unit, Role role, string reason)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => silo.Grains.GetGrain<IUserGrain>("lisi").Create(new("李四", position, unit, role), Right, true, Admin));

        Assert.Equal(reason, refused.Reason);
        Assert.Null(await silo.Grains.GetGrain<IUserGrain>("lisi").Get());
    }

    [Fact]
    public async Task A_provider_does_not_take_over_a_local_user_and_its_own_have_no_password_here()
    {
        var local = await Made("lisi");
        Assert.Equal("local-user", (await Assert.ThrowsAsync<RefusedException>(() => local.SignInFromProvider(Officer, Admin))).Reason);

        var theirs = silo.Grains.GetGrain<IUserGrain>("sso.wang");
        var session = await theirs.SignInFromProvider(Officer, Admin);
        Assert.Equal(UserSignIn.Refused, (await theirs.SignIn("", false, null, From)).Outcome);
        Assert.Equal("provider-user", (await Assert.ThrowsAsync<RefusedException>(() => theirs.ResetPassword(Next, true, Admin))).Reason);

        await theirs.SignInFromProvider(Officer with { Role = Role.Lead }, Admin);
        Assert.Null(await theirs.Session(session.Stamp));
    }

    [Fact]
    public async Task Users_and_keys_of_the_ring_are_there_after_a_restart()
    {
        await Made("lisi");
        await silo.Grains.GetGrain<IKeyRingGrain>(0).Add("key-1", "<key/>");
        await silo.Grains.GetGrain<IKeyRingGrain>(0).Add("key-1", "<other/>");

        await silo.Stop();
        await silo.StartAgain();

        Assert.Equal(UserSignIn.Accepted, (await silo.Grains.GetGrain<IUserGrain>("lisi").SignIn(Right, false, null, From)).Outcome);
        Assert.Equal(["<key/>"], await silo.Grains.GetGrain<IKeyRingGrain>(0).All());
    }

    private async Task<IUserGrain> Made(string name)
    {
        var user = silo.Grains.GetGrain<IUserGrain>(name);
        await user.Create(Officer, Right, mustChange: true, Admin);
        return user;
    }

    private async Task<IReadOnlyList<Audit.AuditEntry>> Audit(string subject) =>
        (await silo.Queries.Audit(null, subject, null, null, new(), TestContext.Current.CancellationToken)).Items;
}
