using System.CommandLine;
using BlueSky.Host.Commands;

var parsed = AllCommands.Create().Parse(args);

// Ctrl-C belongs to the node's own lifetime, which stops the simulator, the gateway and the silo in this order.
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? 2 : code;
