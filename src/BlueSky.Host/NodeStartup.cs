using System.Globalization;
using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Credit;
using BlueSky.Nodes;
using BlueSky.Devices;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Photos;
using BlueSky.Registers;
using BlueSky.Reports;
using BlueSky.Simulator;
using BlueSky.Sources;
using BlueSky.Surveys;
using BlueSky.Tasks;
using BlueSky.Time;
using BlueSky.Violations;

namespace BlueSky.Host;

/// <summary>
/// What a silo does once grains answer and before the doors open: starts the watches over silent sources, deadlines and notices, makes the
/// first administrator's key and user, enters the seeds. All of it may be repeated at every start; of silos that start at once one does it.
/// </summary>
internal sealed class NodeStartup(
    IGrainFactory grains, SeedDirectory seeds, District district, TimeProvider clock, NodeOptions options, NodeState node,
    IHostApplicationLifetime lifetime, ILogger<NodeStartup> log) : IHostedService
{
    private const string OfTheSystem = "system";
    private const int AtOnce = 32;
    private const int Step = 1_000;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        node.Starts("the register is being entered 正在录入清单");
        var work = string.Create(CultureInfo.InvariantCulture, $"{seeds.District.Code}/{SeedDirectory.Fingerprint()}/{options.DemoRegister}/{options.LoadSources}/{options.LoadDevices}/{options.Demo}");
        return new StartupTurnHolder(grains.GetGrain<IStartupGrain>(work), clock).Once(EnterAll, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EnterAll(CancellationToken cancellationToken)
    {
        await grains.GetGrain<IDistrictGrain>(seeds.District.Code).StartWatch();
        await grains.GetGrain<IViolationWatchGrain>(seeds.District.Code).Start();
        await grains.GetGrain<INoticeWatchGrain>(seeds.District.Code).Start();
        await AdministratorKey.Ensure(grains, options, log);
        await FirstUsers.EnsureAdministrator(grains, options, log);
        if (options.Demo) await FirstUsers.EnsureDemo(grains, district, options);
        if (options.DemoRegister)
        {
            var demo = DemoRegister.Create(seeds.District, seeds.Boundary);
            // Before the sources are registered: each then takes up the version that it is.
            if (options.Demo) await grains.GetGrain<ISnapshotGrain>(seeds.District.Code).Rehearse([.. DemoVersions.Of(demo, clock.GetUtcNow())]);
            await Enter(demo.Sources, demo.Devices, cancellationToken);
            await Rehearse(demo, cancellationToken);
        }
        else
        {
            await EnterStations(cancellationToken);
        }

        if (options.LoadSources > 0)
        {
            var load = LoadRegister.Create(seeds.District, options.LoadSources, options.LoadDevices);
            await Enter(load.Sources, load.Registrations, cancellationToken);
        }

        if (options.Demo) await EnterCases(cancellationToken);
        if (options.Demo) await EnterReports(cancellationToken);
        if (options.Demo)
        {
            var credit = new CreditSeeding(grains, seeds.District, DemoRegister.Create(seeds.District, seeds.Boundary), clock.GetUtcNow().ToChina().HourStart());
            await ForEach([credit], seeding => seeding.Enter(cancellationToken), cancellationToken);
        }

        if (options.Demo) await new StationSeeding(grains, district, clock, log).Enter(SeedDirectory.AirQuality, cancellationToken);
        await grains.GetGrain<IAssessmentCalendarGrain>(seeds.District.Code).StartWatch();
        await grains.GetGrain<ISnapshotGrain>(seeds.District.Code).StartWatch();
        await grains.GetGrain<ICreditWatchGrain>(seeds.District.Code).Start();
    }

    // Air stations are sources too, so that their hours arrive by the same ways; sites compare with them. The demo register has
    // them with invented data and says so.
    private Task EnterStations(CancellationToken cancellation) =>
        ForEach(seeds.District.Stations.Where(s => s.Town is not null && s.Location is not null), station =>
            grains.GetGrain<ISourceGrain>(AirStationSource.IdOf(seeds.District.Code, station.Code))
                .Register(station.ToSource(seeds.District.Code, new DateOnly(2015, 1, 1)), OfTheSystem), cancellation);

    // Living cases of the closed loop, once for a store: later starts find them and let them live.
    private Task EnterCases(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToChina().HourStart();
        var register = DemoRegister.Create(seeds.District, seeds.Boundary);
        var cases = DemoCases.Create(register.Sources, seeds.District, seeds.Kinds, now).Concat(DemoCredit.Cases(register.Sources, seeds.District, seeds.Kinds, now));
        return ForEach(cases, async demo =>
        {
            if (await grains.GetGrain<IViolationSeriesGrain>(ViolationId.SeriesOf(demo.Step)).Current() is not null) return;
            var place = new ViolationPlace(demo.Source.Town, demo.Source.Name, demo.Source.Kind, demo.Department, IsDemo: true);
            foreach (var handedIn in demo.Script.OfType<Rectify>()) await Keep(DemoCases.Photos, handedIn.By);
            await grains.GetGrain<IViolationGrain>(demo.Step.ViolationId).Enact(demo.Step, place, [.. demo.Script]);
            foreach (var step in demo.Later) await grains.GetGrain<IViolationGrain>(step.ViolationId).Take(step, place);
        }, cancellation);
    }

    // Reports of patrols and citizens, once for a store as well: their moments follow from that of the first start.
    private async Task EnterReports(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToChina().HourStart();
        var register = DemoRegister.Create(seeds.District, seeds.Boundary);
        var reports = DemoReports.Create(register.Sources, seeds.District, now);
        if (await GrainOf(reports[0]).Get() is null)
            await grains.GetGrain<IRoadSurveyGrain>(0).Enter([.. DemoSurvey.Track(register.Sources)], now, "演示走航车", isDryRun: false, Actor.OfTheSystem);
        await ForEach(reports, async demo =>
        {
            var grain = GrainOf(demo);
            if (await grain.Get() is not { } kept)
            {
                await Keep(demo.Photos, demo.By);
                await grain.Enter(demo.Report, null, demo.By);
            }
            else
            {
                // As it was first invented: completes what a node that died left.
                await grain.Enter(kept.Report, null, demo.By);
            }
        }, cancellation);
    }

    private IReportGrain GrainOf(DemoReport demo) => grains.GetGrain<IReportGrain>(ReportKey.Of(demo.By.Unit!, demo.Report.Id));

    private async Task Keep(IReadOnlyList<byte[]> photos, Actor by)
    {
        foreach (var photo in photos) await grains.GetGrain<IPhotoGrain>(by.Unit!.Code).Keep(photo, by);
    }

    private async Task Enter(IReadOnlyList<SourceRegistration> sources, IReadOnlyList<DemoDevice> devices, CancellationToken cancellation)
    {
        log.EnteringDemoRegister(sources.Count, devices.Count);
        var (entered, all) = (0, sources.Count + devices.Count);
        await ForEach(sources, async entry =>
        {
            await grains.GetGrain<ISourceGrain>(entry.Id).Register(entry, OfTheSystem);
            SayHowFar();
        }, cancellation);
        await ForEach(devices, async device =>
        {
            var grain = grains.GetGrain<IDeviceGrain>(device.Registration.Mn);
            await grain.Register(device.Registration, device.Password, OfTheSystem);
            if (device.Sm4Key is { } key && await grain.Get() is { HasSm4Key: false }) await grain.SetSm4Key(key, OfTheSystem);
            SayHowFar();
        }, cancellation);

        void SayHowFar()
        {
            if (Interlocked.Increment(ref entered) % Step == 0) node.Starts(string.Create(CultureInfo.InvariantCulture, $"the register is being entered 正在录入清单 ({entered:N0} / {all:N0})"));
        }
    }

    // A rehearsal of the plan in this year, with records to count from. The plan's own ledger stays as people make it.
    private async Task Rehearse(DemoRegister demo, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToChina();
        await ForEach(DemoRecords.Create(demo, seeds.Kinds, now), record => grains.GetGrain<ISourceGrain>(record.Source).Ingest([record.Record]), cancellation);
        if (now.Year == seeds.Tasks.Year) return;
        await ForEach(seeds.Tasks.Items, item => grains.GetGrain<ITaskGrain>($"{seeds.District.Code}/{now.Year}/{item.Number}")
            .Rehearse([.. DemoTasks.HistoryOf(item, seeds.District, now.Year, now)]), cancellation);
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
