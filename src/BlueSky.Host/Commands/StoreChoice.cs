using System.CommandLine;
using BlueSky.Messages;
using BlueSky.Storage;

namespace BlueSky.Host.Commands;

/// <summary>Which store a command means, and how a failure of it ends the command.</summary>
internal static class StoreChoice
{
    /// <summary>The variable with the connection string of PostgreSQL; never the command line, which every user of the machine can read.</summary>
    public const string PostgresVariable = NodeArguments.PostgresVariable;

    /// <summary>Exit code: the store, or a port, cannot be had.</summary>
    public const int StoreFailed = 3;

    /// <summary>The connection string, or null for the embedded store.</summary>
    public static string? Postgres => Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } text ? text : null;

    public static Option<DirectoryInfo> DataOption(string description) => new("--data")
    {
        Description = description,
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    /// <summary>Runs a command on a store; what a person can mend is told in one line.</summary>
    public static async Task<int> Run(Func<Task> command)
    {
        try
        {
            await command();
            return TableFile.Ok;
        }
        catch (Exception e) when (e is StoreUnavailableException or SchemaException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return StoreFailed;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync($"{PostgresVariable}: {e.Message}");
            return TableFile.Usage;
        }
    }
}
