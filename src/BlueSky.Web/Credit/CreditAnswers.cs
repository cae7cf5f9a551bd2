using BlueSky.Access;
using BlueSky.Credit;
using BlueSky.Queries;

namespace BlueSky.Web;

/// <summary>Something that was decided on an account. Units are named, persons are in the audit log alone.</summary>
/// <param name="Number">Place in the file, from 1; an appeal is decided by the number of its filing.</param>
/// <param name="At">When.</param>
/// <param name="What">entered, appealed, appeal-upheld, appeal-rejected or corrected.</param>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Line">Line of the account.</param>
/// <param name="Points">Points that the line takes by it; null where it says none.</param>
/// <param name="Text">What happened, the grounds or the reason.</param>
/// <param name="Evidence">Reference of evidence or document.</param>
public sealed record CreditEventAnswer(int Number, DateTimeOffset At, string What, string Unit, string Line, decimal? Points, string Text, string Evidence)
{
    internal static CreditEventAnswer Of(CreditEvent one) => one switch
    {
        PointsEntered e => Of(e, "entered", e.Line, null, e.Text, e.Evidence),
        AppealFiled e => Of(e, "appealed", e.Line, null, e.Grounds, e.Evidence),
        AppealDecided e => Of(e, e.Upheld ? "appeal-upheld" : "appeal-rejected", e.Line, e.Upheld ? 0 : null, e.Reason, ""),
        LineCorrected e => Of(e, "corrected", e.Line, e.Points, e.Reason, e.Document),
        _ => Of(one, "frozen", "", null, "", ""),
    };

    private static CreditEventAnswer Of(CreditEvent one, string what, string line, decimal? points, string text, string evidence) =>
        new(one.Number, one.At, what, one.By.Unit?.Name ?? "", line, points, text, evidence);
}

/// <summary>A frozen account (定格).</summary>
/// <param name="Revision">Number within the period.</param>
/// <param name="At">Moment of the count.</param>
/// <param name="Why">Why there is another one; empty for the first.</param>
/// <param name="Difference">What is other than before.</param>
/// <param name="Account">The account with all lines.</param>
/// <param name="Digest">Its digest.</param>
public sealed record FrozenAnswer(int Revision, DateTimeOffset At, string Why, string Difference, CreditStatement Account, string Digest);

/// <summary>The credit of a source or muck truck.</summary>
/// <param name="Id">Source id or plate.</param>
/// <param name="Name">Name.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Town">属地.</param>
/// <param name="Department">行业.</param>
/// <param name="Demo">True for demonstration data.</param>
/// <param name="Account">The account as counted now: every line with its event, clause, points and balance.</param>
/// <param name="OutUntil">Until when a consequence lasts; null when none does.</param>
/// <param name="Revisions">Frozen accounts of the period, oldest first.</param>
/// <param name="History">Entries, appeals and corrections, oldest first.</param>
public sealed record CreditAnswer(
    string Id, string Name, string Kind, Unit Town, Unit Department, bool Demo, CreditStatement Account, DateTimeOffset? OutUntil,
    IReadOnlyList<FrozenAnswer> Revisions, IReadOnlyList<CreditEventAnswer> History)
{
    /// <summary>What people entered in their own words is for those it concerns; who acts for no unit sees none of it.</summary>
    internal static CreditAnswer Of(CreditView view, bool withWords) => new(
        view.Id, view.Name, view.Kind, view.Town, view.Industry, view.IsDemo, view.Account, view.OutUntil,
        [.. view.Frozen.Select(f => new FrozenAnswer(f.Revision, f.AsOf, f.Why, f.Difference, f.Statement, f.Digest))],
        [.. view.Events.Select(CreditEventAnswer.Of).Select(e => withWords ? e : e with { Text = "", Evidence = "" })]);
}

/// <summary>A row of the list of credit.</summary>
public sealed record CreditRowAnswer(
    string Source, string Name, string Kind, string Town, string Department, string Period, decimal Score, string Grade, string GradeName, int Deductions, decimal Deducted,
    int Revision, bool Differs, int Pending, string Policy, bool Demo, DateTimeOffset AsOf)
{
    internal static CreditRowAnswer Of(CreditRow r) => new(
        r.Source, r.Name, r.Kind, r.Town, r.Department, r.Statement.Period.ToString(), r.Statement.Score, r.Statement.Grade, r.Statement.GradeName, r.Statement.Deductions,
        r.Statement.Deducted, r.Revision, r.Differs, r.Pending, r.Statement.PolicyId, r.IsDemo, r.AsOf);
}

/// <summary>A row of the list of muck trucks.</summary>
public sealed record MuckTruckAnswer(
    string Plate, bool NewEnergy, string Fleet, string Town, bool Closed, string Permit, DateOnly? PermitUntil, DateOnly RegisteredOn, DateOnly? RetiredOn, string Year,
    decimal Points, string Grade, string GradeName, int Deductions, DateTimeOffset? OutUntil, int Pending, bool Demo)
{
    /// <summary>A plate leads to a person: who acts for no unit sees it with two characters left out.</summary>
    internal static MuckTruckAnswer Of(MuckTruckRow r, bool masked)
    {
        _ = PlateNumber.TryParse(r.Truck.Plate, out var plate);
        return new(
            masked ? plate.Masked : r.Truck.Plate, plate.IsNewEnergy, r.Truck.Fleet, r.Town, r.Truck.IsClosed, masked ? "" : r.Truck.Permit, r.Truck.PermitUntil,
            r.Truck.RegisteredOn, r.Truck.RetiredOn, r.Statement.Period.ToString(), r.Statement.Score, r.Statement.Grade, r.Statement.GradeName, r.Statement.Deductions,
            r.OutUntil, r.Pending, r.Truck.IsDemo);
    }
}

/// <summary>A quarter of the district's credit. No persons are named.</summary>
/// <param name="Quarter">Quarter.</param>
/// <param name="ClosedAt">When its closing was decided; null while it is open.</param>
/// <param name="Done">True when every account is frozen.</param>
/// <param name="Accounts">Accounts frozen.</param>
/// <param name="Policy">Policy.</param>
/// <param name="Digest">Digest over all first revisions.</param>
/// <param name="Waiting">True when lists wait for confirmation.</param>
/// <param name="PublishedAt">When the lists that stand were published; null before any were.</param>
/// <param name="Red">Places on the red list that stands.</param>
/// <param name="Black">Places on the black list that stands.</param>
public sealed record QuarterAnswer(
    string Quarter, DateTimeOffset? ClosedAt, bool Done, int Accounts, string Policy, string Digest, bool Waiting, DateTimeOffset? PublishedAt, int Red, int Black)
{
    internal static QuarterAnswer Of(string quarter, QuarterView view) => new(
        quarter, view.Closing?.At, view.Closing?.IsDone ?? false, view.Closing?.Accounts ?? 0, view.Closing?.PolicyId ?? "", view.Closing?.Digest ?? "",
        view.Lists.Any(l => l.DecidedAt is null), view.Published?.DecidedAt, view.Published?.Places.Count(p => p.List == CreditList.Red) ?? 0,
        view.Published?.Places.Count(p => p.List == CreditList.Black) ?? 0);
}
