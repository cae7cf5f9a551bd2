using BlueSky.Access;
using BlueSky.Devices;
using BlueSky.Queries;
using BlueSky.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Field devices (数采仪): register, bind, secrets.</summary>
internal static class DeviceEndpoints
{
    private static readonly string[] Sortable = ["mn", "source"];

    private static readonly CsvColumn<DeviceRow>[] Columns = [
        new("mn", d => d.Registration.Mn),
        new("source", d => d.Registration.SourceId),
        new("enabled", d => d.Registration.Enabled ? "true" : "false"),
        new("dialect", d => Json.Word(d.Registration.Profile.Dialect)),
        new("reportSeconds", d => Csv.Number(d.Registration.Profile.ReportSeconds)),
        new("demo", d => d.Registration.IsDemo ? "true" : "false"),
    ];

    public static void MapDevices(this RouteGroupBuilder api)
    {
        var devices = api.MapGroup("/devices").WithTags("devices 设备");
        devices.MapGet("", All).RequireScope(Scopes.Read).WithName("listDevices")
            .WithSummary("Registered devices. 设备列表")
            .TakesQuery([
                Takes.Text("source", "Id of the bound source. 绑定的污染源"), Takes.Text("text", "Part of the MN. MN 的一部分"),
                .. Takes.Pages, Takes.Sort(Sortable), Takes.Descending, Takes.Format,
            ]);
        devices.MapPut("", RegisterNamed).RequireScope(Scopes.Devices).WithName("registerNamedDevice").ChangesThings()
            .WithSummary("Registers the device that the body names: for an MN that does not fit into an address. 登记设备");
        devices.MapGet("/{mn}", One).RequireScope(Scopes.Read).WithName("getDevice")
            .WithSummary("A device with its session; secrets are never shown. 设备详情");
        devices.MapGet("/{mn}/transmission", Rate).RequireScope(Scopes.Read).WithName("getTransmission")
            .WithSummary("Packets received of packets due, by kind of message, today and of the last 7 and 30 days. 数据传输率");
        devices.MapGet("/{mn}/backfills", Backfills).RequireScope(Scopes.Read).WithName("listBackfills")
            .WithSummary("The newest requests for history of a device, and how far each is. 补传请求");
        devices.MapPost("/{mn}/backfills", AskBackfill).RequireScope(Scopes.Devices).WithName("askBackfill").ChangesThings()
            .WithSummary("Asks the device for minutes, hours or days of a period that it has missed; one at a time; audited. 请求补传");
        devices.MapDelete("/{mn}/backfills/{id}", CancelBackfill).RequireScope(Scopes.Devices).WithName("cancelBackfill").ChangesThings()
            .WithSummary("Takes the running request back; what came stays; audited. 取消补传");
        devices.MapPut("/{mn}", Register).RequireScope(Scopes.Devices).WithName("registerDevice").ChangesThings()
            .WithSummary("Creates or replaces the register entry, binding included. 登记或绑定设备");
        devices.MapPost("/{mn}/rotate-secret", Rotate).RequireScope(Scopes.Devices).WithName("rotateSecret").ChangesThings()
            .WithSummary("Sets a new random PW and shows it this once. 更换密码");
        devices.MapPut("/{mn}/sm4-key", SetSm4Key).RequireScope(Scopes.Devices).WithName("setSm4Key").ChangesThings()
            .WithSummary("Sets the newest SM4 key; the one before stays valid beside it. 设置 SM4 密钥");
    }

    private static Task<Results<Ok<Page<DeviceRow>>, CsvAnswer<DeviceRow>>> All(HttpContext http, IQueries queries)
    {
        var arguments = new Arguments(http);
        var (source, text) = (arguments.Text("source"), arguments.Text("text"));
        var page = arguments.Page(Sortable);
        arguments.Check();
        return Lists.Answer(http, "devices", page, (p, c) => queries.Devices(source, text, p, c), Columns);
    }

    private static async Task<Results<Ok<DeviceView>, ProblemHttpResult>> One(string mn, IGrainFactory grains)
    {
        var view = Ids.IsMn(mn) ? await grains.GetGrain<IDeviceGrain>(mn).Get() : null;
        return view is null ? Problems.NotFound("设备", mn) : TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<TransmissionAnswer>, ProblemHttpResult>> Rate(string mn, IGrainFactory grains, TransmissionReader rates)
    {
        var view = Ids.IsMn(mn) ? await grains.GetGrain<IDeviceGrain>(mn).Get() : null;
        return view is null ? Problems.NotFound("设备", mn) : TypedResults.Ok(await rates.Of(view.Registration));
    }

    private static async Task<Results<Ok<BackfillAnswer[]>, ProblemHttpResult>> Backfills(string mn, BackfillDesk desk) =>
        await desk.All(mn) is { } all ? TypedResults.Ok(all) : Problems.NotFound("设备", mn);

    private static async Task<Created<BackfillAnswer>> AskBackfill(string mn, BackfillEntry entry, BackfillDesk desk, HttpContext http) =>
        TypedResults.Created($"/api/v1/devices/{Uri.EscapeDataString(mn)}/backfills", await desk.Ask(mn, entry, Caller.Of(http)));

    private static async Task<Ok<BackfillAnswer>> CancelBackfill(string mn, string id, BackfillDesk desk, HttpContext http) =>
        TypedResults.Ok(await desk.Cancel(mn, id, Caller.Of(http)));

    private static Task<Ok<DeviceRegistration>> RegisterNamed(DeviceEntry entry, IGrainFactory grains, AuditTrail audit, HttpContext http) =>
        entry.Mn is null
            ? throw new InvalidRequestException("mn", "missing", "必填。Required.")
            : Register(entry.Mn, entry, grains, audit, http);

    private static async Task<Ok<DeviceRegistration>> Register(
        string mn, DeviceEntry entry, IGrainFactory grains, AuditTrail audit, HttpContext http)
    {
        var registration = entry.ToRegistration(mn);
        var caller = Caller.Of(http);
        await grains.GetGrain<IDeviceGrain>(mn).Register(registration, entry.Password, caller.Name);
        var password = entry.Password is null ? "" : ", new PW";
        await audit.Wrote(caller, "api.device.registered", mn, $"source {registration.SourceId ?? "-"}, enabled {registration.Enabled}{password}");
        return TypedResults.Ok(registration);
    }

    private static async Task<Ok<DeviceSecret>> Rotate(string mn, IGrainFactory grains, AuditTrail audit, HttpContext http)
    {
        Ids.CheckMn(mn);
        var caller = Caller.Of(http);
        var password = await grains.GetGrain<IDeviceGrain>(mn).RotatePassword(caller.Name);
        await audit.Wrote(caller, "api.device.secret-rotated", mn);
        return TypedResults.Ok(new DeviceSecret(mn, password));
    }

    private static async Task<NoContent> SetSm4Key(string mn, Sm4KeyEntry entry, IGrainFactory grains, AuditTrail audit, HttpContext http)
    {
        Ids.CheckMn(mn);
        if (entry.Key is not ({ Length: 0 } or { Length: 32 }) || !entry.Key.All(char.IsAsciiHexDigit))
            throw new InvalidRequestException("key", "form", "应为 32 位十六进制，或空串以删除。32 hexadecimal digits, or empty to remove.");
        var caller = Caller.Of(http);
        await grains.GetGrain<IDeviceGrain>(mn).SetSm4Key(Convert.FromHexString(entry.Key), caller.Name);
        await audit.Wrote(caller, entry.Key.Length == 0 ? "api.device.sm4-removed" : "api.device.sm4-set", mn);
        return TypedResults.NoContent();
    }
}
