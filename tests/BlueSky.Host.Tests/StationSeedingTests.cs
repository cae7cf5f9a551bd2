using System.Net;
using System.Net.Sockets;
using BlueSky.AirQuality;
using BlueSky.Districts;
using BlueSky.Host;
using BlueSky.Messages;
using BlueSky.Storage;
using BlueSky.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace BlueSky.Tests;

/// <summary>The demo's station hours in a real silo on a real SQLite store.</summary>
public sealed class StationSeedingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2021, 9, 3, 15, 20, 0, ChinaTime.Offset);
    private readonly string _directory = Directory.CreateTempSubdirectory("bluesky-seeding-").FullName;
    private readonly SeedDirectory _seeds = SeedDirectory.Load();
    private IHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.AddBlueSkySqlite(_directory);
            silo.UseLocalhostClustering(FreePort(), FreePort());
        });
        builder.Services.AddBlueSkySerialization();
        builder.Services.AddSingleton<TimeProvider>(new FixedClock()).AddSingleton(_seeds.Kinds).AddSingleton(Demo);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private District Demo => StationSeeding.Furnish(_seeds.District, isDemo: true);

    private IStationGrain Station(string code) => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<IStationGrain>(code);

    private Task Seed() => new StationSeeding(_host.Services.GetRequiredService<IGrainFactory>(), Demo, new FixedClock(), NullLogger.Instance)
        .Enter(SeedDirectory.AirQuality, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_demo_has_real_hours_of_2019_as_reviewed_and_marked_invented_ones_for_every_unit_and_a_second_start_changes_nothing()
    {
        // A measured hour of the current month is there before: invented ones keep away from it.
        var measured = new DateTimeOffset(2021, 9, 2, 10, 0, 0, ChinaTime.Offset);
        await Station("1618A").Enter([new AirHour("1618A", measured, [1m, 1m, 1m, 1m, 1m, 1m])], DataStage.Raw, "device MN1", "", isDemo: false);
        await Seed();

        var (from, to) = (new DateTimeOffset(2018, 12, 31, 0, 0, 0, ChinaTime.Offset), new DateTimeOffset(2020, 1, 1, 0, 0, 0, ChinaTime.Offset));
        var real = await Station("1618A").Hours(from, to, null);
        Assert.Equal((4274, false), (real.Hours.Length, real.HasDemo));
        var version = Assert.Single(await Station("1618A").History(new DateTimeOffset(2019, 1, 1, 4, 0, 0, ChinaTime.Offset)));
        Assert.Equal((DataStage.Reviewed, "seed", false, 88m), (version.Stage, version.Actor, version.IsDemo, version.Hour[Pollutant.PM25]!.Value));
        Assert.Equal("device MN1", Assert.Single(await Station("1618A").History(measured)).Actor);

        var august = new DateTimeOffset(2021, 8, 1, 0, 0, 0, ChinaTime.Offset);
        foreach (var town in Demo.Towns)
        {
            var station = Assert.Single(Demo.Stations, s => s.Town == town.Code);
            foreach (var start in new[] { august, august.AddYears(-1) })
            {
                var hours = await Station(station.Code).Hours(start, start.AddMonths(1), null);
                Assert.True(hours is { HasDemo: true, Hours.Length: > 730 }, station.Code);
            }
        }

        var revisions = await Revisions();
        await Seed();
        Assert.Equal(revisions, await Revisions());
        Assert.Empty((await Station("1618A").Hours(Now, Now.AddDays(1), null)).Hours);
    }

    private async Task<long[]> Revisions() => await Task.WhenAll(Demo.Stations.Select(async s => (await Station(s.Code).Hours(Now.AddHours(-1), Now, null)).Revision));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
