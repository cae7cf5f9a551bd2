using System.Net;
using BlueSky.Access;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Web.Tests;

public sealed class PersonSignInTests : IAsyncLifetime
{
    private const string Session = "__Host-bluesky";
    private TestWeb web = null!;
    private Browser browser = null!;

    public async ValueTask InitializeAsync()
    {
        web = await TestWeb.Start();
        browser = new Browser(web.Client());
        web.World.User("lisi").Appointment = new("李四", Position.Town, Samples.Town, Role.Officer);
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    [Fact]
    public async Task A_person_who_signs_in_reads_the_API_with_the_session_alone()
    {
        var answer = await browser.SignIn("LiSi ", "right", returnUrl: "/problems?page=2");

        Assert.Equal((HttpStatusCode.Redirect, "/problems?page=2"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await browser.Open("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_alone_and_no_script_sees_it()
    {
        await browser.SignIn("lisi", "right");

        var attributes = browser.Attributes[Session];
        Assert.Contains("secure", attributes, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", attributes, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", attributes, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", attributes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", attributes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", attributes, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("lisi", "wrong")]
    [InlineData("nobody", "right")]
    [InlineData("no/name", "right")]
    public async Task Whatever_is_wrong_the_answer_is_the_same_and_audited_with_the_address(string name, string password)
    {
        var answer = await browser.SignIn(name, password);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("用户名、密码或动态验证码不正确", WebUtility.HtmlDecode(await answer.Text()), StringComparison.Ordinal);
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
        await web.Services.GetRequiredService<FoldedAudit>().Flush();
        var entry = Assert.Single(web.World.Audit);
        Assert.Equal(("user.sign-in-refused", "203.0.113.7"), (entry.Action, entry.RemoteAddress));
    }

    [Fact]
    public async Task A_locked_out_person_is_told_to_wait()
    {
        web.World.User("lisi").Answer = UserSignIn.LockedOut;

        var answer = await browser.SignIn("lisi", "right");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("15", await answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_fails_too_often_is_not_looked_at_any_more()
    {
        for (var i = 0; i < 20; i++) await browser.SignIn("nobody", "wrong");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SignIn("lisi", "right")).StatusCode);
    }

    [Fact]
    public async Task A_town_user_gets_no_other_towns_problems()
    {
        await browser.SignIn("lisi", "right");

        var answer = await browser.Open("/api/v1/violations?town=371302109");

        Assert.Equal("not-yours", (string)((await answer.Problem(HttpStatusCode.UnprocessableEntity))["errors"]!.AsArray()[0]!["reason"]!));
    }

    [Fact]
    public async Task An_ended_session_ends_here_at_once_when_the_person_signs_out_everywhere()
    {
        await browser.SignIn("lisi", "right");
        var other = new Browser(web.Client());
        await other.SignIn("lisi", "right");
        Assert.Equal(HttpStatusCode.OK, (await browser.Open("/api/v1/sources")).StatusCode);

        await other.Submit("/account/password", "/account/sign-out", ("everywhere", "true"));

        await (await browser.Open("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
    }

    [Fact]
    public async Task A_session_is_verified_again_after_half_a_minute()
    {
        await browser.SignIn("lisi", "right");
        await browser.Open("/api/v1/sources");
        await browser.Open("/api/v1/sources");
        Assert.Equal(1, web.World.User("lisi").SessionsAsked);

        web.World.User("lisi").Stamp = "changed elsewhere";
        web.Clock.Advance(TimeSpan.FromSeconds(30));

        await (await browser.Open("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_slides_while_it_is_used_and_ends_after_twelve_hours_all_the_same()
    {
        await browser.SignIn("lisi", "right");
        for (var hour = 1; hour < 12; hour++)
        {
            web.Clock.Advance(TimeSpan.FromHours(1.05));
            Assert.Equal(HttpStatusCode.OK, (await browser.Open("/api/v1/sources")).StatusCode);
        }

        web.Clock.Advance(TimeSpan.FromHours(1));

        await (await browser.Open("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_that_nobody_uses_ends_after_two_hours()
    {
        await browser.SignIn("lisi", "right");
        web.Clock.Advance(TimeSpan.FromHours(2.01));

        await (await browser.Open("/api/v1/sources")).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Until_the_first_password_is_changed_a_session_opens_nothing()
    {
        web.World.User("lisi").MustChange = true;
        var answer = await browser.SignIn("lisi", "right", returnUrl: "/problems");
        Assert.Equal("/account/password", answer.Headers.Location?.OriginalString);
        await (await browser.Open("/api/v1/sources")).Problem(HttpStatusCode.Forbidden);

        await browser.Submit("/account/password", "/account/password", ("present", "right"), ("next", "a new long one"), ("again", "a new long one"));

        Assert.Equal(HttpStatusCode.OK, (await browser.Open("/api/v1/sources")).StatusCode);
    }

    [Fact]
    public async Task A_second_factor_is_set_up_with_a_code_and_asked_for_from_then_on()
    {
        await browser.SignIn("lisi", "right");
        var page = await (await browser.Open("/account/second-factor")).Text();
        var ticket = Browser.FieldIn(page, "ticket");
        var secret = Decode(page[(page.IndexOf("<code>", StringComparison.Ordinal) + 6)..page.IndexOf("</code>", StringComparison.Ordinal)]);
        string Code(int steps = 0) => Totp.Code(secret, Totp.StepAt(web.Clock.GetUtcNow()) + steps);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SetUp("000000")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SetUp(Code())).StatusCode);
        var stored = web.World.User("lisi").Secret!;
        Assert.DoesNotContain(Convert.ToBase64String(secret), stored, StringComparison.Ordinal);

        var next = new Browser(web.Client());
        Assert.Contains("动态验证码", WebUtility.HtmlDecode(await (await next.SignIn("lisi", "right")).Text()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await next.SignIn("lisi", "right", Code())).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await next.SignIn("lisi", "right", Code(1))).StatusCode);

        Task<HttpResponseMessage> SetUp(string code) =>
            browser.Post("/account/second-factor", ("ticket", ticket), ("code", code), ("__RequestVerificationToken", Browser.TokenIn(page)));
    }

    [Fact]
    public async Task A_second_factor_is_not_replaced_from_an_open_session_and_not_dropped_with_the_code_that_signed_in()
    {
        await browser.SignIn("lisi", "right");
        var page = await (await browser.Open("/account/second-factor")).Text();
        var secret = Decode(page[(page.IndexOf("<code>", StringComparison.Ordinal) + 6)..page.IndexOf("</code>", StringComparison.Ordinal)]);
        string Code(int steps = 0) => Totp.Code(secret, Totp.StepAt(web.Clock.GetUtcNow()) + steps);
        Assert.Equal(HttpStatusCode.OK, (await Send("", Code())).StatusCode);
        var stored = web.World.User("lisi").Secret;

        var again = await Send("", Code(1));
        var dropped = await Send("/drop", Code());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (again.StatusCode, dropped.StatusCode));
        Assert.Contains("不能更换", WebUtility.HtmlDecode(await again.Text()), StringComparison.Ordinal);
        Assert.Equal(stored, web.World.User("lisi").Secret);
        Assert.Equal(HttpStatusCode.OK, (await Send("/drop", Code(1))).StatusCode);
        Assert.Null(web.World.User("lisi").Secret);

        // A form's token ends with the session that it was made for, and each change begins another.
        async Task<HttpResponseMessage> Send(string what, string code) => await browser.Post(
            "/account/second-factor" + what, ("ticket", Browser.FieldIn(page, "ticket")), ("code", code),
            ("__RequestVerificationToken", Browser.TokenIn(await (await browser.Open("/account/second-factor")).Text())));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        var answer = await browser.Post("/account/sign-in", ("name", "lisi"), ("password", "right"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData(null, "https://evil.example")]
    [InlineData(null, null)]
    public async Task A_write_with_a_session_says_that_it_comes_from_here(string? site, string? origin)
    {
        await browser.SignIn("lisi", "right");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/violations/a~b~c/acceptance")
        {
            Content = new StringContent("""{"command":"c1"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null) request.Headers.Add("Origin", origin);

        Assert.Equal("cross-site", (string)(await (await browser.Send(request)).Problem(HttpStatusCode.Forbidden))["reason"]!);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(string returnUrl) =>
        Assert.Equal("/", (await browser.SignIn("lisi", "right", returnUrl: returnUrl)).Headers.Location?.OriginalString);

    [Fact]
    public async Task A_page_takes_no_script_from_the_markup_or_from_elsewhere_and_no_frame()
    {
        var answer = await browser.Open("/account/sign-in");

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await answer.Text(), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task The_chosen_language_stays()
    {
        await browser.Open("/account/language?language=en&returnUrl=/account/sign-in");

        Assert.Contains("Sign in", await (await browser.Open("/account/sign-in")).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_web_node_reads_the_cookie_that_this_one_wrote()
    {
        await browser.SignIn("lisi", "right");
        await using var second = await TestWeb.Start(shared: web.World);
        var there = new Browser(second.Client());

        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sources");
        request.Headers.Add("Cookie", $"{Session}={browser.Cookies[Session]}");

        Assert.Equal(HttpStatusCode.OK, (await there.Send(request)).StatusCode);
    }

    private static byte[] Decode(string base32)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(base32.Select(c => Convert.ToString(alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
