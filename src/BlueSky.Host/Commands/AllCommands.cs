using System.CommandLine;

namespace BlueSky.Host.Commands;

/// <summary>The whole command line.</summary>
internal static class AllCommands
{
    public static RootCommand Create() => new("BlueSky.Orleans: 兰山区“保护蓝天”行动 — an actor system for a district's air campaign.")
    {
        ServeCommand.CreateDemo(),
        ServeCommand.Create(),
        MigrateCommand.Create(),
        HealthCommand.Create(),
        BackupCommands.CreateBackup(),
        BackupCommands.CreateRestore(),
        SimulateCommand.Create(),
        AqiCommand.Create(),
        IndexCommand.Create(),
        PeriodsCommand.Create(),
        AssessCommand.Create(),
        ImportCommand.Create(),
        Hj212Commands.Create(),
        AuditCommand.Create(),
    };
}
