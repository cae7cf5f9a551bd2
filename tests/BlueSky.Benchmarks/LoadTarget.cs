using System.Net;

namespace BlueSky.Benchmarks;

/// <summary>A process that takes HJ 212 over TCP and answers.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Gateway">Where devices connect.</param>
/// <param name="ProcessId">Whose CPU and memory count as its own.</param>
/// <param name="Output">The last lines it printed, for a run that fails.</param>
/// <param name="Engine">Name of the store beneath; empty for none.</param>
/// <param name="Postmaster">PostgreSQL's parent process, where it can be seen.</param>
internal sealed record LoadTarget(string Name, EndPoint Gateway, int ProcessId, Func<string> Output, string Engine, int? Postmaster);
