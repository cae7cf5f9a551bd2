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

    private static Observation Packet(TestSilo silo, int secondsAgo, decimal pressure = -120m) => new()
    {
        Mn = "MN1", Period = Period.Instant, ReceivedAt = silo.Clock.GetUtcNow(),
        DataTime = new DateTimeOffset(silo.Clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).ToChina().AddSeconds(-secondsAgo),
        Readings = [new("TankPressure-Rtd", pressure, Quality.Valid)],
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

    /// <summary>The real lists, where the row of a source waits for, or fails with, something.</summary>
    private static IPublication Held(IPublication inner, Func<Task> first)
    {
        var held = DispatchProxy.Create<IPublication, Interceptor>();
        ((Interceptor)(object)held).Set(inner, first);
        return held;
    }

#pragma warning disable CA1852 // DispatchProxy derives from it at run time.
    internal class Interceptor : DispatchProxy
#pragma warning restore CA1852
    {
        private IPublication _inner = null!;
        private Func<Task> _first = null!;

        internal void Set(IPublication inner, Func<Task> first) => (_inner, _first) = (inner, first);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            args is [SourceRow, _] ? After(targetMethod!, args) : targetMethod!.Invoke(_inner, args);

        private async Task After(MethodInfo method, object?[] args)
        {
            await _first();
            await (Task)method.Invoke(_inner, args)!;
        }
    }
}
