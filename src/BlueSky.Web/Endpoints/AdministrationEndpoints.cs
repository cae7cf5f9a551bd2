using System.Security.Cryptography;
using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>A new key.</summary>
public sealed record KeyEntry
{
    /// <summary>Public part, letters, digits and hyphens, at most 64; random when left out.</summary>
    public string? Id { get; init; }

    /// <summary>Name of its owner for the audit log. Required.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do. Required, at least one.</summary>
    public Scopes? Scopes { get; init; }

    /// <summary>When it ends; never when left out.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Code of the town or department that the key acts for; none when left out. Needed to act in tasks and problems.</summary>
    public string? Unit { get; init; }

    /// <summary>Role in the unit: gridMember, officer or lead; required with a unit.</summary>
    public Role? Role { get; init; }
}

/// <summary>A key, shown this once.</summary>
/// <param name="Id">Public part.</param>
/// <param name="Key">The whole key for the header <c>X-Api-Key</c>.</param>
public sealed record NewKey(string Id, string Key);

/// <summary>Keys, audit log and kinds.</summary>
internal static class AdministrationEndpoints
{
    private static readonly CsvColumn<AuditEntry>[] Columns = [
        new("at", a => Csv.Time(a.At)),
        new("actor", a => a.Actor),
        new("action", a => a.Action),
        new("subject", a => a.Subject),
        new("reason", a => a.Reason),
        new("detail", a => a.Detail),
        new("remoteAddress", a => a.RemoteAddress),
        new("count", a => Csv.Number(a.Count)),
    ];

    public static void MapAdministration(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("administration 管理");
        group.MapPost("/keys", Create).RequireScope(Scopes.Administer).WithName("createKey").ChangesThings()
            .WithSummary("Makes an API key and shows it this once. 新建密钥");
        group.MapDelete("/keys/{id}", Revoke).RequireScope(Scopes.Administer).WithName("revokeKey").ChangesThings()
            .WithSummary("Ends a key for good; other nodes may still take it for up to 30 s. 吊销密钥");
        group.MapGet("/audit", Audit).RequireScope(Scopes.Audit).WithName("listAudit")
            .WithSummary("Audit entries, newest first. 审计日志")
            .TakesQuery([
                Takes.Text("action", "Action, e.g. device.refused. 动作"), Takes.Text("subject", "MN, source id, key id. 对象"),
                Takes.Time("from", "At or after. 起"), Takes.Time("to", "Before. 止"), .. Takes.Pages, Takes.Format,
            ]);
        group.MapGet("/kinds", (IReadOnlyList<KindInfo> kinds) => TypedResults.Ok(kinds)).RequireScope(Scopes.Read).WithName("listKinds")
            .WithSummary("Kinds of source with their factors, units and checklists. 源类");
    }

    private static async Task<Created<NewKey>> Create(
        KeyEntry entry, IGrainFactory grains, AuditTrail audit, TimeProvider clock, HttpContext http)
    {
        var check = new FieldCheck();
        var name = check.Needed(entry.Name, "name");
        if (entry.Id is not null && !ApiKey.IsId(entry.Id))
            check.Wrong("id", "form", "字母、数字、连字符，最多 64 个。Letters, digits, hyphens, at most 64.");
        if (entry.Scopes is null or Scopes.None)
            check.Wrong("scopes", "missing", $"至少一项：{string.Join(", ", Json.Words<Scopes>())}。At least one.");
        if (entry.ExpiresAt <= clock.GetUtcNow()) check.Wrong("expiresAt", "range", "必须在将来。Must lie in the future.");
        check.Check();
        var id = entry.Id ?? RandomNumberGenerator.GetHexString(12, lowercase: true);
        var caller = Caller.Of(http);
        var key = await grains.GetGrain<IApiKeyGrain>(id).Create(name, entry.Scopes!.Value, entry.ExpiresAt, caller.Name, entry.Unit, entry.Role ?? Role.Reader);
        await audit.Wrote(caller, "api.key.created", id, $"{name}: {entry.Scopes}");
        return TypedResults.Created((string?)null, new NewKey(id, key));
    }

    private static async Task<NoContent> Revoke(string id, IGrainFactory grains, AuditTrail audit, KeyCache cache, HttpContext http)
    {
        if (!ApiKey.IsId(id)) throw new InvalidRequestException("id", "form", "字母、数字、连字符，最多 64 个。Letters, digits, hyphens, at most 64.");
        var caller = Caller.Of(http);
        await grains.GetGrain<IApiKeyGrain>(id).Revoke(caller.Name);
        cache.Forget(id);
        await audit.Wrote(caller, "api.key.revoked", id);
        return TypedResults.NoContent();
    }

    private static Task<Results<Ok<Page<AuditEntry>>, CsvAnswer<AuditEntry>>> Audit(HttpContext http, IQueries queries)
    {
        var arguments = new Arguments(http);
        var (action, subject) = (arguments.Text("action"), arguments.Text("subject"));
        var (from, to) = arguments.Between();
        var page = arguments.Page([]);
        arguments.Check();
        return Lists.Answer(http, "audit", page, (p, c) => queries.Audit(action, subject, from, to, p, c), Columns);
    }
}
