using BlueSky.Access;
using BlueSky.Violations;

namespace BlueSky.Reports;

/// <summary>A report as its grain holds it. How to reach a citizen is not in it.</summary>
/// <param name="Key">Code of the unit that reported, <c>~</c>, id of the sender.</param>
/// <param name="Report">What was sent.</param>
/// <param name="By">Name of the person who entered it.</param>
/// <param name="Unit">Unit of that person.</param>
/// <param name="ReceivedAt">When it came, by the node's clock.</param>
/// <param name="SourceId">The source it is on.</param>
/// <param name="Place">Where that belongs.</param>
/// <param name="Department">Code of the unit that answers for the industry.</param>
/// <param name="Problems">Ids of the problems that came of it; each may be handled as a repeat of another.</param>
/// <param name="HasContact">True when there is a contact, which only few may ask for.</param>
[GenerateSerializer, Immutable]
public sealed record ReportView(
    [property: Id(0)] string Key, [property: Id(1)] Report Report, [property: Id(2)] string By, [property: Id(3)] Unit Unit,
    [property: Id(4)] DateTimeOffset ReceivedAt, [property: Id(5)] string SourceId, [property: Id(6)] ViolationPlace Place,
    [property: Id(7)] string Department, [property: Id(8)] string[] Problems, [property: Id(9)] bool HasContact);

/// <summary>What came of entering a report.</summary>
/// <param name="View">The report as it is kept.</param>
/// <param name="IsRepeat">True when it was entered before; nothing changed.</param>
[GenerateSerializer, Immutable]
public sealed record ReportAnswer([property: Id(0)] ReportView View, [property: Id(1)] bool IsRepeat);

/// <summary>One report of a patrol or a citizen (巡查、举报). Key: <see cref="ReportKey"/>.</summary>
[Alias("report")]
public interface IReportGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes the report and makes its problems; answered when they are stored. The same again changes nothing and completes what a
    /// crash left.
    /// </summary>
    /// <exception cref="Messages.RefusedException">The rules refuse it, or the id belongs to another report; nothing was stored.</exception>
    Task<ReportAnswer> Enter([Immutable] Report report, ReportContact? contact, Actor by);

    /// <summary>The report; null when there is none.</summary>
    Task<ReportView?> Get();

    /// <summary>How to reach the citizen, for an officer or lead of the command centre or of the unit that entered it; audited. Null when there is none.</summary>
    /// <exception cref="Messages.RefusedException">Somebody else asks.</exception>
    Task<ReportContact?> Contact(Actor by);
}

/// <summary>Names reports: a sender's id counts within the sender's unit, so units cannot take each other's.</summary>
public static class ReportKey
{
    /// <summary>E.g. <c>371302001~20260801-0001</c>.</summary>
    public static string Of(Unit unit, string id)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return $"{unit.Code}~{id}";
    }
}
