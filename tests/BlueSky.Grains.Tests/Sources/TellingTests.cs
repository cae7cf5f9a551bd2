using System.Reflection;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Testing;
using BlueSky.Time;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Sources;

/// <summary>While a source tells others what has become of it, and those do not answer, it goes on taking readings.</summary>
public sealed class TellingTests
{
    private const string Id = "371302-gas-0001";

    private static Observation Packet(TestSilo silo, int secondsAgo, string channel = "TankPressure-Rtd", decimal value = -120m) => new()
    {
        Mn = "MN1", Period = Period.Instant, ReceivedAt = silo.Clock.GetUtcNow(),
        DataTime = new DateTimeOffset(silo.Clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToChina().AddSeconds(-secondsAgo),
        Readings = [new(channel, value, Quality.Valid)],
    };

    [Fact]
    public async Task A_source_whose_telling_is_not_answered_takes_readings_by_visit_and_by_message_and_tells_the_newest_at_last()
    {
        var hold = new TaskCompletionSource();
        var told = 0;
        await using var silo = await TestSilo.Start(services =>
        {
            var publication = services.Last(s => s.ServiceType == typeof(IPublication));
            services.AddSingleton(provider => Held((IPublication)ActivatorUtilities.CreateInstance(provider, publication.ImplementationType!), () =>
            {
                Interlocked.Increment(ref told);
                return hold.Task;
            }));
        });
        hold.SetResult();
        var source = silo.Grains.GetGrain<ISourceGrain>(Id);
        await source.Register(TestSilo.Entry(Id, "gas-station"), "test");
        hold = new TaskCompletionSource();
        told = 0;

        var checking = source.CheckSilence();
        await Eventually.Becomes(() => Task.FromResult((long)Volatile.Read(ref told)), n => n == 1);
        Assert.Equal([IngestResult.Stored], await source.Ingest([Packet(silo, 9)]));
        Assert.Equal([IngestResult.Stored], await silo.Grains.GetGrain<IIngestGrain>(0).Ingest([new RoutedObservation(Id, Packet(silo, 8))]));
        Assert.False(checking.IsCompleted);

        hold.SetResult();
        await checking;
        Assert.Equal(2, (await source.Get())!.Observations);
        Assert.Equal(silo.Clock.GetUtcNow().ToChina(), (await source.Summarise())!.LastDataAt!.Value, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_again_with_what_came_since()
    {
        var fails = false;
        await using var silo = await TestSilo.Start(services =>
        {
            var publication = services.Last(s => s.ServiceType == typeof(IPublication));
            services.AddSingleton(provider => Held(
                (IPublication)ActivatorUtilities.CreateInstance(provider, publication.ImplementationType!),
                () => Volatile.Read(ref fails) ? Task.FromException(new StoreUnavailableException("test")) : Task.CompletedTask));
        });
        var source = silo.Grains.GetGrain<ISourceGrain>(Id);
        await source.Register(TestSilo.Entry(Id, "gas-station"), "test");
        await source.Ingest([Packet(silo, 9)]);
        Volatile.Write(ref fails, true);
        await Assert.ThrowsAsync<StoreUnavailableException>(source.CheckSilence);
        await source.Ingest([Packet(silo, 8)]);
        Volatile.Write(ref fails, false);

        var summary = (await source.Summarise())!;
        var row = Assert.Single((await silo.Queries.Sources(new SourceFilter(), new PageRequest(Size: 10), default)).Items);
        Assert.Equal(summary.Version, row.Summary.Version);
        Assert.Equal(summary.LastDataAt, row.Summary.LastDataAt);
    }

    [Fact]
    public async Task A_step_and_an_hour_that_could_not_be_told_are_not_lost()
    {
        var (fails, failures) = (true, 0);
        await using var silo = await TestSilo.Start(services =>
        {
            var publication = services.Last(s => s.ServiceType == typeof(IPublication));
            services.AddSingleton(provider => Held(
                (IPublication)ActivatorUtilities.CreateInstance(provider, publication.ImplementationType!),
                () =>
                {
                    if (!Volatile.Read(ref fails)) return Task.CompletedTask;
                    Interlocked.Increment(ref failures);
                    return Task.FromException(new StoreUnavailableException("test"));
                },
                args => args is [string, ViolationRow, ..]));
        });
        var source = silo.Grains.GetGrain<ISourceGrain>(Id);
        await source.Register(TestSilo.Entry(Id, "gas-station"), "test");
        var hour = silo.Clock.GetUtcNow().ToChina().HourStart().AddHours(-3);
        await source.Ingest([Packet(silo, 9, "VapourConcentration-Rtd", 9_000m), new Observation
        {
            Mn = "MN1", Period = Period.Hour, PeriodSeconds = 3600, DataTime = hour, ReceivedAt = silo.Clock.GetUtcNow(),
            Readings = [new("ProcessorOutlet-Avg", 30m, Quality.Valid)],
        }]);
        await Eventually.Becomes(() => Task.FromResult((long)Volatile.Read(ref failures)), n => n > 0);
        Assert.Empty((await silo.Queries.Violations(new ViolationFilter(SourceId: Id), new PageRequest(), default)).Items);
        Volatile.Write(ref fails, false);

        await source.Summarise();

        Assert.NotEmpty((await silo.Queries.Violations(new ViolationFilter(SourceId: Id, MinimumSeverity: Severity.Violation), new PageRequest(), default)).Items);
        Assert.Equal(30m, Assert.Single(await silo.Queries.Hours(Id, "ProcessorOutlet", hour, hour.AddHours(1), default)).Mean);
    }

    /// <summary>The real lists, where the row of a source, or what else is meant, waits for or fails with something.</summary>
    private static IPublication Held(IPublication inner, Func<Task> first, Func<object?[], bool>? meant = null)
    {
        var held = DispatchProxy.Create<IPublication, Interceptor>();
        ((Interceptor)(object)held).Set(inner, first, meant ?? (args => args is [SourceRow, _]));
        return held;
    }

#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
    internal class Interceptor : DispatchProxy
#pragma warning restore CA1852
    {
        private IPublication _inner = null!;
        private Func<Task> _first = null!;
        private Func<object?[], bool> _meant = null!;

        internal void Set(IPublication inner, Func<Task> first, Func<object?[], bool> meant) => (_inner, _first, _meant) = (inner, first, meant);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            _meant(args!) ? After(targetMethod!, args!) : targetMethod!.Invoke(_inner, args);

        private async Task After(MethodInfo method, object?[] args)
        {
            await _first();
            await (Task)method.Invoke(_inner, args)!;
        }
    }
}
