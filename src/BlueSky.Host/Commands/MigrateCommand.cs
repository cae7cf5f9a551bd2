using System.CommandLine;
using BlueSky.Storage;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>bluesky migrate</c>: brings the schema on PostgreSQL up to this program and gives the roles their rights, so that nodes need no
/// right to change it. The embedded store needs no such step. Exit codes: 0 done, 2 no connection string, 3 the store refuses.
/// </summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "migrate",
            $"Brings the schema on PostgreSQL up to this program and gives the roles their rights. {StoreChoice.PostgresVariable} holds the connection string of the schema's owner.");
        command.SetAction((_, cancellation) => StoreChoice.Run(() => Migrate(cancellation)));
        return command;
    }

    private static async Task Migrate(CancellationToken cancellation)
    {
        var postgres = StoreChoice.Postgres
            ?? throw new ArgumentException("set it to the connection string of the schema's owner. An embedded store is migrated by its node.");
        await using var services = new ServiceCollection().AddLogging(l => l.AddSimpleConsole(o => o.SingleLine = true))
            .AddBlueSkyQueries(postgres).BuildServiceProvider();
        await StorageSetup.Migrate(services, cancellation);
        Console.WriteLine("The schema is current.");
    }
}
