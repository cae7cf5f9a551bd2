using BlueSky.Devices;
using BlueSky.Queries;
using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>A device with the source that its data belong to.</summary>
/// <param name="View">Register entry and newest session.</param>
/// <param name="Source">Register entry of the source; null while unbound.</param>
/// <param name="Rate">Its transmission rate.</param>
/// <param name="IsLow">True when that is below the policy's bound.</param>
public sealed record DeviceNow(DeviceView View, SourceRegistration? Source, TransmissionAnswer Rate, bool IsLow);

/// <summary>
/// Reads what the pages of devices show. Only the grain of a device knows whether it is online, and only its source what came of it,
/// so a page asks those of its rows, never more.
/// </summary>
internal sealed class DeviceReader(IGrainFactory grains, IQueries queries, TransmissionReader rates)
{
    /// <summary>A page of the register with how each device is connected.</summary>
    public async Task<Page<DeviceNow>> Page(string? source, string? text, PageRequest page, CancellationToken cancellation)
    {
        var rows = await queries.Devices(source, text, page, cancellation);
        var devices = await Task.WhenAll(rows.Items.Select(r => One(r.Registration.Mn)));
        return new([.. devices.OfType<DeviceNow>()], rows.Total, rows.Number, rows.Size);
    }

    /// <summary>One device; null while the MN is not in the register.</summary>
    public async Task<DeviceNow?> One(string mn)
    {
        if (!Ids.IsMn(mn) || await grains.GetGrain<IDeviceGrain>(mn).Get() is not { } view) return null;
        var source = view.Registration.SourceId is { } id ? await grains.GetGrain<ISourceGrain>(id).Get() : null;
        var rate = await rates.Of(view.Registration);
        return new DeviceNow(view, source?.Registration, rate, rates.IsLow(rate));
    }
}
