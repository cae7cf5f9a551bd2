using BlueSky.Credit;

namespace BlueSky.Queries;

/// <summary>Filter of the list of credit (信用); null means any.</summary>
/// <param name="Period">Quarter, e.g. <c>2026-Q4</c>; a list is always of one.</param>
/// <param name="Town">Town code.</param>
/// <param name="Department">Code of the unit that answers for the industry.</param>
/// <param name="Kind">Kind of source.</param>
/// <param name="Grade">Code of the grade.</param>
/// <param name="Below">Score below.</param>
/// <param name="AtLeast">Score at or above.</param>
/// <param name="Frozen">True for accounts that are frozen.</param>
/// <param name="Differs">True for frozen accounts that would come out otherwise now.</param>
/// <param name="Pending">True for those with an appeal that waits.</param>
/// <param name="Text">Part of id or name.</param>
public sealed record CreditFilter(
    string Period, string? Town = null, string? Department = null, string? Kind = null, string? Grade = null, decimal? Below = null, decimal? AtLeast = null,
    bool? Frozen = null, bool? Differs = null, bool? Pending = null, string? Text = null);

/// <summary>A row of the list of credit: the account of a source in a period, as counted last or as frozen.</summary>
public sealed record CreditRow
{
    /// <summary>Source id.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the source.</summary>
    public required string Name { get; init; }

    /// <summary>Kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Town code.</summary>
    public required string Town { get; init; }

    /// <summary>Code of the unit that answers for the industry.</summary>
    public required string Department { get; init; }

    /// <summary>The account; the newest frozen one where there is any.</summary>
    public required CreditStatement Statement { get; init; }

    /// <summary>Revision of the frozen account; 0 when it is not frozen.</summary>
    public int Revision { get; init; }

    /// <summary>True when the account is frozen and would come out otherwise now: a revision (更正) is due.</summary>
    public bool Differs { get; init; }

    /// <summary>Appeals that wait for a decision.</summary>
    public int Pending { get; init; }

    /// <summary>True when anything was measured or inspected in the period; known of frozen accounts.</summary>
    public bool HasData { get; init; }

    /// <summary>True for demonstration data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>When it was counted.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>Filter of the list of muck trucks (渣土车); null means any.</summary>
/// <param name="Town">Town code of the fleet.</param>
/// <param name="Fleet">Source id of the fleet.</param>
/// <param name="Closed">True for the fully closed type.</param>
/// <param name="Retired">True for those that are no longer in the register.</param>
/// <param name="Grade">Code of the grade.</param>
/// <param name="Out">True for those out of the approved fleet at the moment given.</param>
/// <param name="Now">Moment for <paramref name="Out"/>.</param>
/// <param name="Text">Part of the plate.</param>
public sealed record MuckTruckFilter(
    string? Town = null, string? Fleet = null, bool? Closed = null, bool? Retired = null, string? Grade = null, bool? Out = null, DateTimeOffset Now = default,
    string? Text = null);

/// <summary>A row of the list of muck trucks.</summary>
public sealed record MuckTruckRow
{
    /// <summary>Register entry.</summary>
    public required MuckTruck Truck { get; init; }

    /// <summary>Town code of the fleet.</summary>
    public required string Town { get; init; }

    /// <summary>Account of the year.</summary>
    public required CreditStatement Statement { get; init; }

    /// <summary>Until when it is out of the approved fleet, also by last year's account; null when it is not.</summary>
    public DateTimeOffset? OutUntil { get; init; }

    /// <summary>Appeals that wait for a decision.</summary>
    public int Pending { get; init; }

    /// <summary>When it was counted.</summary>
    public required DateTimeOffset AsOf { get; init; }
}

/// <summary>What lists of credit read. Implemented for SQLite and PostgreSQL.</summary>
public interface ICreditQueries
{
    /// <summary>Credit of sources, the lowest score first. Sortable: <c>score</c>, <c>source</c>, <c>name</c>, <c>town</c>, <c>kind</c>, <c>deductions</c>.</summary>
    Task<Page<CreditRow>> Credit(CreditFilter filter, PageRequest page, CancellationToken cancellation);

    /// <summary>Muck trucks by plate. Sortable: <c>plate</c>, <c>fleet</c>, <c>town</c>, <c>points</c>, <c>outUntil</c>.</summary>
    Task<Page<MuckTruckRow>> MuckTrucks(MuckTruckFilter filter, PageRequest page, CancellationToken cancellation);
}
