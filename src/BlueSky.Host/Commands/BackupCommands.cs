using System.CommandLine;
using BlueSky.Storage;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>bluesky backup</c> and <c>bluesky restore</c>: the store as a whole, of one moment. Exit codes: 0 done and checked, 1 the backup is
/// damaged or incomplete, 2 the command line is wrong (a directory or database that is not empty), 3 the store cannot be had.
/// </summary>
internal static class BackupCommands
{
    public static Command CreateBackup()
    {
        var to = new Option<DirectoryInfo>("--to") { Description = "Directory for the backup, empty or not there.", Required = true };
        var data = StoreChoice.DataOption("Directory of the embedded store; its node may run meanwhile.");
        var command = new Command(
            "backup",
            $"Backs up the store in --data, or PostgreSQL where {StoreChoice.PostgresVariable} holds a connection string, while nodes run, and checks the backup.")
        {
            to, data,
        };
        command.SetAction((parsed, cancellation) => Run("Backed up", () => StoreBackup.Take(
            StoreChoice.Postgres, parsed.GetRequiredValue(data).FullName, parsed.GetRequiredValue(to).FullName, Tell, TimeProvider.System, cancellation)));
        return command;
    }

    public static Command CreateRestore()
    {
        var from = new Option<DirectoryInfo>("--from") { Description = "Directory of the backup.", Required = true };
        var data = StoreChoice.DataOption("Data directory to restore into, empty or not there.");
        var command = new Command(
            "restore",
            $"Restores a backup into an empty --data, or into an empty database where {StoreChoice.PostgresVariable} holds the connection string of its owner, and compares.")
        {
            from, data,
        };
        command.SetAction((parsed, cancellation) => Run("Restored", () => StoreBackup.Restore(
            StoreChoice.Postgres, parsed.GetRequiredValue(data).FullName, parsed.GetRequiredValue(from).FullName, Tell, cancellation)));
        return command;
    }

    private static async Task<int> Run(string done, Func<Task<string>> work)
    {
        try
        {
            return await StoreChoice.Run(async () => Console.WriteLine($"{done}: {await work()}."));
        }
        catch (BackupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.IsOfTheData ? TableFile.DataFaults : TableFile.Usage;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Broken off. What is half done is no backup and no store: delete it.");
            return TableFile.DataFaults;
        }
    }

    // To standard error like all progress; the one line of the result goes to standard output.
    private static void Tell(string what) => Console.Error.WriteLine(what);
}
