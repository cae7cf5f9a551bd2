using System.CommandLine;
using BlueSky.Host.Commands;

var parsed = AllCommands.Create().Parse(args);
var root = new RootCommand("BlueSky.Orleans: 兰山区“保护蓝天”行动 — an actor system for a district's air campaign.")
{
    ServeCommand.CreateDemo(),
    ServeCommand.Create(),
    SimulateCommand.Create(),
    AqiCommand.Create(),
    IndexCommand.Create(),
    PeriodsCommand.Create(),
    AssessCommand.Create(),
    ImportCommand.Create(),
    Hj212Commands.Create(),
    AuditCommand.Create(),
};

var parsed = root.Parse(args);

// Ctrl-C belongs to the node's own lifetime, which stops the simulator, the gateway and the silo in this order.
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? 2 : code;
