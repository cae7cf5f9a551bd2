using System.CommandLine;
using BlueSky.Assessment;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Sources;
using BlueSky.Storage;
using Microsoft.AspNetCore.Connections;

namespace BlueSky.Host.Commands;

/// <summary><c>serve</c>: a node without simulator; <c>demo</c>: the same, all in one, with the demo register and the simulator.</summary>
internal static class ServeCommand
{
    public static Command Create() => Create(
        "serve",
        $"Runs a node. The store is SQLite in --data, or PostgreSQL where the variable {NodeArguments.PostgresVariable} holds a connection string.",
        isDemo: false);

    public static Command CreateDemo() => Create(
        "demo", "Runs an all-in-one node on embedded storage with invented sources and a simulator that feeds them over TCP.", isDemo: true);

    private static Command Create(string name, string description, bool isDemo)
    {
        var command = new Command(name, description);
        NodeArguments.Add(command, isDemo);
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await Node.Run(NodeArguments.Read(parsed, isDemo), SeedDirectory.Load(), cancellation);
            }
            catch (Exception e) when (e is FormatException or DistrictSeedException or KindFileException or PolicyException)
            {
                // What the person who starts the node can mend: a word of the command line or a seed file.
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
            catch (Exception e) when (e is StoreUnavailableException or SchemaException or AddressInUseException || e.InnerException is AddressInUseException)
            {
                // A store that another process has, a port that is taken: words, not a stack trace.
                await Console.Error.WriteLineAsync(e.Message);
                return 3;
            }
        });
        return command;
    }
}
