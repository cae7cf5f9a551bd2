using System.Net;
using BlueSky.Access;

namespace BlueSky.Web.Tests;

/// <summary>The scan of the API by position (岗位): every endpoint against every position, with what each may written down here.</summary>
public sealed class PositionTests
{
    /// <summary>Position, unit, role, and the scopes that open to it. Not taken from the code: this is what was decided.</summary>
    public static TheoryData<Position, string?, Role, Scopes> Table => new()
    {
        { Position.CommandCentre, Unit.CommandCode, Role.Lead, Scopes.Read | Scopes.Act },
        { Position.Department, "zhujian", Role.Officer, Scopes.Read | Scopes.Act },
        { Position.Town, Samples.Town, Role.Officer, Scopes.Read | Scopes.Act },
        { Position.GridMember, Samples.Town, Role.GridMember, Scopes.Read | Scopes.Act },
        { Position.ScoringStaff, null, Role.Reader, Scopes.Read | Scopes.Assess },
        { Position.Auditor, null, Role.Reader, Scopes.Read | Scopes.Audit },
        { Position.DeviceAdministrator, null, Role.Reader, Scopes.Read | Scopes.Devices | Scopes.Register },
        { Position.ReadOnly, null, Role.Reader, Scopes.Read },
        {
            Position.Administrator, null, Role.Reader,
            Scopes.Read | Scopes.Devices | Scopes.Register | Scopes.Administer | Scopes.Assess | Scopes.Audit
        },
    };

    [Theory, MemberData(nameof(Table))]
    public async Task A_session_reaches_the_endpoints_of_its_position_and_no_other(Position position, string? unit, Role role, Scopes scopes)
    {
        await using var web = await TestWeb.Start();
        web.World.User("lisi").Appointment = new("李四", position, unit, role);
        var browser = new Browser(web.Client());
        await browser.SignIn("lisi", "right");
        var wrong = new List<string>();
        foreach (var row in AccessTests.Endpoints)
        {
            var (method, path, scope, _) = row.Data;
            // Without a body: what the scope opens fails later, or answers; what it does not open is refused before anything is read.
            var answer = await browser.Send(Request(method, "/api/v1" + path));
            var isRefused = answer.StatusCode == HttpStatusCode.Forbidden && (string?)(await answer.Json())["reason"] == "needs-scope";
            if (isRefused == scopes.HasFlag(scope)) wrong.Add($"{method} {path}: {answer.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_position_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<Position>().Order(), Table.Select(row => row.Data.Item1).Order());

    [Fact]
    public void Only_the_administrator_has_users_and_keys_and_decides_on_no_case() => Assert.All(Positions.All, rule =>
        Assert.False(rule.Scopes.HasFlag(Scopes.Administer) && rule.Scopes.HasFlag(Scopes.Act)));

    private static HttpRequestMessage Request(string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return request;
    }
}
