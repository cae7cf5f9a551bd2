using Orleans.Concurrency;

namespace BlueSky.Registers;

/// <summary>A file of register entries, read.</summary>
[GenerateSerializer, Immutable]
public sealed record ImportRequest
{
    /// <summary>Kind of all its sources.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    [Id(1)] public required string FileDigest { get; init; }

    /// <summary>Rows in the order of the file.</summary>
    [Id(2)] public required ImportRow[] Rows { get; init; }

    /// <summary>Numbers that the file has a column for.</summary>
    [Id(3)] public required string[] Parameters { get; init; }

    /// <summary>How far whoever imports may reach.</summary>
    [Id(4)] public required RegisterReach Reach { get; init; }

    /// <summary>Who imports, for the audit log.</summary>
    [Id(5)] public required string Actor { get; init; }

    /// <summary>Code of the unit imported for; empty for none.</summary>
    [Id(7)] public string Unit { get; init; } = "";

    /// <summary>True when one refused row refuses all.</summary>
    [Id(6)] public bool AllOrNothing { get; init; }
}

/// <summary>
/// One import (导入) of register entries. Key: <c>district/command</c>. Judges all rows first, then writes them some at a time; what is left after
/// a crash is taken up by itself. Writing a row twice changes nothing.
/// </summary>
[Alias("register-import")]
public interface IRegisterImportGrain : IGrainWithStringKey
{
    /// <summary>What the import would do; writes nothing.</summary>
    Task<ImportReport> Preview([Immutable] ImportRequest request);

    /// <summary>Begins it. Called again with the same file it tells how far it is.</summary>
    /// <returns>The report; of a small file it has ended already.</returns>
    /// <exception cref="Messages.RefusedException">Another file was imported under this command.</exception>
    Task<ImportReport> Begin([Immutable] ImportRequest request);

    /// <summary>How far it is; null when it was never begun.</summary>
    [AlwaysInterleave]
    Task<ImportReport?> Get();
}
