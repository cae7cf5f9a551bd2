using System.Net;
using BlueSky.Districts;
using BlueSky.Simulator;

namespace BlueSky.Host;

/// <summary>
/// The demo's field devices: a client like any other, which knows the gateway by its TCP port alone.
/// </summary>
internal sealed class DemoSimulation : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Simulation _simulation;
    private readonly Task _running;

    private DemoSimulation(Simulation simulation, CancellationToken stopping)
    {
        _simulation = simulation;
        stopping.Register(_stop.Cancel);
        _running = _simulation.Run(_stop.Token);
    }

    public static DemoSimulation Start(WebApplication app, NodeOptions options)
    {
        var seeds = app.Services.GetRequiredService<SeedDirectory>();
        var plan = new SimulationPlan
        {
            Gateway = new IPEndPoint(IPAddress.Parse(options.GatewayAddress), options.GatewayPort),
            Devices = SimulatedDevice.From(DemoRegister.Create(seeds.District, seeds.Boundary)),
        };
        return new DemoSimulation(new Simulation(plan), app.Lifetime.ApplicationStopping);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _simulation.Dispose();
        _stop.Dispose();
    }
}
