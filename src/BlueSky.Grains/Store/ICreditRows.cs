using BlueSky.Queries;

namespace BlueSky.Store;

/// <summary>A source whose credit is to be counted again.</summary>
/// <param name="Source">Source id.</param>
/// <param name="Mark">State of the change; a count answers for this one and not for later ones.</param>
public sealed record CreditDue(string Source, long Mark);

/// <summary>
/// What grains of credit write to and read from the store. A row counted earlier never replaces one counted later. Implemented for SQLite and
/// PostgreSQL.
/// </summary>
public interface ICreditRows
{
    /// <summary>The account of a source. <paramref name="refreshAt"/>: when it must be counted again; null for never.</summary>
    Task Publish(CreditRow row, DateTimeOffset? refreshAt);

    /// <summary>A muck truck.</summary>
    Task Publish(MuckTruckRow row, DateTimeOffset? refreshAt);

    /// <summary>The row of a source; null when none is registered under the id.</summary>
    Task<SourceRow?> Source(string id);

    /// <summary>Whether anything of a source was measured or inspected in a time.</summary>
    Task<bool> HasData(string source, DateTimeOffset from, DateTimeOffset to);

    /// <summary>Sources whose problems changed.</summary>
    Task<IReadOnlyList<CreditDue>> Due(int most);

    /// <summary>The change is counted in; a later one stays due.</summary>
    Task Counted(CreditDue due);

    /// <summary>Sources, and plates of trucks, whose time to be counted again has come.</summary>
    Task<(IReadOnlyList<string> Sources, IReadOnlyList<string> Trucks)> RefreshDue(DateTimeOffset now, int most);

    /// <summary>Sources of other kinds than the given that have no account in a period.</summary>
    Task<IReadOnlyList<string>> Missing(string period, IReadOnlyList<string> exceptKinds, int most);

    /// <summary>Sources of other kinds than the given in order of id, after one.</summary>
    Task<IReadOnlyList<string>> SourcesAfter(string id, IReadOnlyList<string> exceptKinds, int most);
}
