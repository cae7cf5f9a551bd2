using System.CommandLine;
using System.Globalization;
using BlueSky.Districts;
using BlueSky.Simulator;

namespace BlueSky.Host.Commands;

/// <summary><c>simulate</c>: the devices of the demo register as virtual field devices against a gateway, with faults, or as a plain load.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string> Gateway = new("--host") { Description = "Host of the gateway.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<int> Port = new("--port") { Description = "Port of the gateway.", DefaultValueFactory = _ => 9212 };
    private static readonly Option<bool> AllowRemote = new("--allow-remote") { Description = "Allow a gateway on another machine." };
    private static readonly Option<int?> DeviceCount = new("--devices") { Description = "How many devices of the demo register; all without it." };
    private static readonly Option<int> PerConnection = new("--per-connection") { Description = "Devices that share a connection.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double?> Rate = new("--rate") { Description = "Packets a second over all devices; without it each device keeps its own interval." };
    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of signals and faults.", DefaultValueFactory = _ => 1 };
    private static readonly Option<double?> Duration = new("--duration") { Description = "Seconds to run; until Ctrl-C without it (a load: 10)." };
    private static readonly Option<FileInfo?> Answers = new("--answers") { Description = "File of JSON lines: every packet sent, and every one answered." };
    private static readonly Option<bool> Load = new("--load") { Description = "A plain load in place of devices: --rate packets a second (0: as fast as answers come), no faults." };
    private static readonly Option<int> InFlight = new("--in-flight") { Description = "Load: packets that may wait for an answer.", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Connections = new("--connections") { Description = "Load: connections.", DefaultValueFactory = _ => 16 };

    private static readonly Option<string[]> Faults = new("--fault")
    {
        Description = "name=probability, may be repeated. Names: " + string.Join(", ", FaultPlan.KnownNames) + ".",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command("simulate", "Virtual field devices that speak HJ 212 to a gateway whose register is the demo register.")
        {
            Gateway, Port, AllowRemote, DeviceCount, PerConnection, Rate, Seed, Duration, Faults, Answers, Load, InFlight, Connections,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return parsed.GetValue(Load) ? await RunLoad(parsed, cancellation) : await RunDevices(parsed, cancellation);
            }
            catch (Exception e) when (e is FormatException or ArgumentException or DistrictSeedException or IOException or System.Net.Sockets.SocketException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
        });
        return command;
    }

    private static IReadOnlyList<SimulatedDevice> ReadDevices(ParseResult parsed)
    {
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds", "lanshan");
        var all = SimulatedDevice.From(DemoRegister.Create(DistrictSeed.Load(seeds), DistrictBoundary.Load(seeds)));
        var wanted = parsed.GetValue(DeviceCount) ?? all.Count;
        return wanted >= 1 && wanted <= all.Count
            ? [.. all.Take(wanted)]
            : throw new FormatException($"--devices: {wanted} is not within 1 to {all.Count}, the devices of the demo register.");
    }

    private static async Task<int> RunDevices(ParseResult parsed, CancellationToken cancellation)
    {
        var plan = new SimulationPlan
        {
            Gateway = await GatewayAddress.Resolve(parsed.GetValue(Gateway)!, parsed.GetValue(Port), parsed.GetValue(AllowRemote), cancellation),
            Devices = ReadDevices(parsed),
            DevicesPerConnection = parsed.GetValue(PerConnection),
            Duration = parsed.GetValue(Duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            AnswerFile = parsed.GetValue(Answers)?.FullName,
            Behaviour = new DeviceBehaviour { Seed = parsed.GetValue(Seed), Faults = FaultPlan.Parse(parsed.GetValue(Faults) ?? []) },
        };
        if (parsed.GetValue(Rate) is { } rate) plan = plan.WithRate(rate);

        using var simulation = new Simulation(plan);
        var running = simulation.Run(cancellation);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (await Task.WhenAny(running, tick) != running)
        {
            await Console.Out.WriteLineAsync(Line(simulation));
            tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        }

        await running;
        await Console.Out.WriteLineAsync(Line(simulation));
        foreach (var (fault, count) in simulation.Faults.Where(f => f.Value > 0)) await Console.Out.WriteLineAsync($"fault {FaultPlan.Name(fault)}: {count}");
        return 0;
    }

    private static async Task<int> RunLoad(ParseResult parsed, CancellationToken cancellation)
    {
        var report = await LoadGenerator.Run(
            new LoadPlan
            {
                Gateway = await GatewayAddress.Resolve(parsed.GetValue(Gateway)!, parsed.GetValue(Port), parsed.GetValue(AllowRemote), cancellation),
                Devices = [.. ReadDevices(parsed).Select(d => new LoadDevice(d.Mn, d.Password))],
                Connections = parsed.GetValue(Connections),
                InFlight = parsed.GetValue(InFlight),
                Rate = parsed.GetValue(Rate) ?? 0,
                Duration = TimeSpan.FromSeconds(parsed.GetValue(Duration) ?? 10),
            },
            cancellation);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"sent {report.Sent}, answered {report.Answered}, unanswered {report.Unanswered}, {report.AnsweredPerSecond:F0}/s, p50 {report.Latency.Percentile(0.5).TotalMilliseconds:F1} ms, p99 {report.Latency.Percentile(0.99).TotalMilliseconds:F1} ms"));
        return report.Unanswered == 0 ? 0 : 1;
    }

    private static string Line(Simulation simulation)
    {
        var c = simulation.Counters;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"sent {c.Sent}, answered {c.Answered}, re-sent {c.Resent}, pending {simulation.Pending}, connections {c.Connections}, failed {c.FailedConnections}, requests {c.Requests}, p50 {c.Latency.Percentile(0.5).TotalMilliseconds:F1} ms, p99 {c.Latency.Percentile(0.99).TotalMilliseconds:F1} ms");
    }
}
