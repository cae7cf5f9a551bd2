using BlueSky.Sources;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Nodes;

/// <summary>
/// Orleans asks the node's clock for how long a silo has been joining, and evicts it after five minutes. A machine may start with a wrong
/// clock that is put right soon after; and tests move their clock by days as soon as their silo runs.
/// </summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_silo_whose_clock_is_put_right_by_hours_while_it_starts_does_not_evict_itself()
    {
        var fatal = new FatalErrors();
        await using (var silo = await TestSilo.Start(services => services
            .AddSingleton<IFatalErrorHandler>(fatal)
            .AddSingleton<ILifecycleParticipant<ISiloLifecycle>, JumpWhileJoining>()))
        {
            await silo.Grains.GetGrain<ISourceGrain>("371302-station-0001").Register(TestSilo.Entry("371302-station-0001", "gas-station"), "test");
            Assert.NotNull(await silo.Grains.GetGrain<ISourceGrain>("371302-station-0001").Get());
        }

        Assert.Empty(fatal.Told);
    }

    private sealed class JumpWhileJoining(TimeProvider clock) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
            nameof(JumpWhileJoining), ServiceLifecycleStage.ApplicationServices, _ =>
            {
                ((ShiftedClock)clock).Advance(TimeSpan.FromHours(8));
                return Task.CompletedTask;
            });
    }

    /// <summary>Writes down what would have ended the process.</summary>
    private sealed class FatalErrors : IFatalErrorHandler
    {
        public System.Collections.Concurrent.ConcurrentQueue<string?> Told { get; } = new();

        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) => Told.Enqueue(context);
    }
}
