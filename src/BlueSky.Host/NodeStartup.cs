using BlueSky.Assessment;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Simulator;
using BlueSky.Sources;

namespace BlueSky.Host;

/// <summary>
/// What a silo does once grains answer and before the doors open: starts the watch over silent sources, makes the first
/// administrator's key, enters the seeds. All of it may be repeated at every start.
/// </summary>
internal sealed class NodeStartup(
    IGrainFactory grains, SeedDirectory seeds, District district, TimeProvider clock, NodeOptions options, IHostApplicationLifetime lifetime,
    ILogger<NodeStartup> log) : IHostedService
{
    private const string Actor = "system";
    private const int AtOnce = 32;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await grains.GetGrain<IDistrictGrain>(seeds.District.Code).StartWatch();
        await AdministratorKey.Ensure(grains, options, log);
        if (options.DemoRegister)
        {
            var demo = DemoRegister.Create(seeds.District, seeds.Boundary);
            await Enter(demo.Sources, demo.Devices, cancellationToken);
        }
        else
        {
            await EnterStations(cancellationToken);
        }

        if (options.LoadSources > 0)
        {
            var load = LoadRegister.Create(seeds.District, options.LoadSources);
            await Enter(load.Sources, load.Registrations, cancellationToken);
        }

        if (options.Demo) await new StationSeeding(grains, district, clock, log).Enter(SeedDirectory.AirQuality, cancellationToken);
        await grains.GetGrain<IAssessmentCalendarGrain>(seeds.District.Code).StartWatch();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Air stations are sources too, so that their hours arrive by the same ways; sites compare with them. The demo register has
    // them with invented data and says so.
    private Task EnterStations(CancellationToken cancellation) =>
        ForEach(seeds.District.Stations.Where(s => s.Town is not null && s.Location is not null), station =>
            grains.GetGrain<ISourceGrain>(AirStationSource.IdOf(seeds.District.Code, station.Code))
                .Register(station.ToSource(seeds.District.Code, new DateOnly(2015, 1, 1)), Actor), cancellation);

    private async Task Enter(IReadOnlyList<SourceRegistration> sources, IReadOnlyList<DemoDevice> devices, CancellationToken cancellation)
    {
        log.EnteringDemoRegister(sources.Count, devices.Count);
        await ForEach(sources, entry => grains.GetGrain<ISourceGrain>(entry.Id).Register(entry, Actor), cancellation);
        await ForEach(devices, async device =>
        {
            var grain = grains.GetGrain<IDeviceGrain>(device.Registration.Mn);
            await grain.Register(device.Registration, device.Password, Actor);
            if (device.Sm4Key is { } key && await grain.Get() is { HasSm4Key: false }) await grain.SetSm4Key(key, Actor);
        }, cancellation);
    }

    private async Task ForEach<T>(IEnumerable<T> items, Func<T, Task> enter, CancellationToken cancellation)
    {
        try
        {
            await Parallel.ForEachAsync(
                items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (item, _) => await enter(item));
        }
        catch (RefusedException e)
        {
            // A seed that the rules refuse is a broken installation: say which field and stop, rather than run on half of it.
            log.SeedRefused(e.Field, e.Message);
            lifetime.StopApplication();
            throw;
        }
    }
}
