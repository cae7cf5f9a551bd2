using BlueSky.Access;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>Something that people do with a problem.</summary>
public enum Handling
{
    /// <summary>交办.</summary>
    Assign,

    /// <summary>签收.</summary>
    Accept,

    /// <summary>提交整改.</summary>
    Rectify,

    /// <summary>复核; the second pass closes it (销号).</summary>
    Review,

    /// <summary>同意撤销.</summary>
    Agree,

    /// <summary>不同意撤销.</summary>
    Decline,

    /// <summary>申请撤销 as a false alarm (误报).</summary>
    Propose,

    /// <summary>改派.</summary>
    Reassign,

    /// <summary>并案.</summary>
    Merge,

    /// <summary>备注.</summary>
    Comment,

    /// <summary>中止.</summary>
    Suspend,

    /// <summary>恢复办理.</summary>
    Resume,
}

/// <summary>
/// What makes sense to offer a viewer on a problem, the likeliest first. Whether it is allowed the regulation says when it is sent; so what
/// only it can know (who measured what, who saw it again) is offered and may be refused, in words.
/// </summary>
internal static class ProblemOffers
{
    public static IReadOnlyList<Handling> Of(ViolationView view, Actor viewer)
    {
        var (loop, standing, offers) = (view.Loop, ProblemStanding.Of(view.History), new List<Handling>());
        if (loop.IsEnded || viewer.Unit is not { } unit) return offers;
        var (isTown, isIndustry) = (unit.Code == loop.Town.Code, unit.Code == loop.Industry.Code);
        var acts = viewer.Role is Role.Officer or Role.Lead;
        var isLine = acts && (isTown || isIndustry);
        var handlesOnGround = isLine || (viewer.Role == Role.GridMember && (isTown || isIndustry) && unit.Kind == UnitKind.Town);
        if (loop.SuspendedUntil is not null) return [.. viewer.IsCommand ? [Handling.Resume] : offers, .. handlesOnGround || viewer.IsCommand ? [Handling.Comment] : offers];
        var hasToSign = (isTown && !standing.Signed.Contains(Line.Town)) || (isIndustry && !standing.Signed.Contains(Line.Industry));
        var hasToReview = (isTown && !standing.Passed.Contains(Line.Town)) || (isIndustry && !standing.Passed.Contains(Line.Industry));

        if (loop.State == LoopState.Found && viewer.IsCommand) offers.Add(Handling.Assign);
        if (loop.State == LoopState.Assigned && isLine && hasToSign) offers.Add(Handling.Accept);
        if (loop.State == LoopState.Accepted && handlesOnGround) offers.Add(Handling.Rectify);
        if (loop.State == LoopState.Rectified && ((isLine && hasToReview) || (viewer.IsCommand && standing.LineOfCommandCentre(loop) is not null)))
            offers.Add(Handling.Review);
        if (loop.WithdrawalIsProposed && viewer.IsCommand) offers.AddRange([Handling.Agree, Handling.Decline]);
        if (handlesOnGround || viewer.IsCommand) offers.Add(Handling.Comment);
        if (!loop.WithdrawalIsProposed && (handlesOnGround || viewer.IsCommand)) offers.Add(Handling.Propose);
        if (loop.State is LoopState.Assigned or LoopState.Accepted && viewer.IsCommand) offers.Add(Handling.Reassign);
        if (viewer.IsCommand) offers.AddRange([Handling.Merge, Handling.Suspend]);
        return offers;
    }

    /// <summary>True for the step that the loop waits for; the others are possible at any time and stand back.</summary>
    public static bool IsAwaited(this Handling handling) =>
        handling is Handling.Assign or Handling.Accept or Handling.Rectify or Handling.Review or Handling.Agree or Handling.Resume;

    /// <summary>Its name on a button.</summary>
    public static string Of(this Handling handling, Words words) => handling switch
    {
        Handling.Assign => words["交办"],
        Handling.Accept => words["签收"],
        Handling.Rectify => words["提交整改"],
        Handling.Review => words["复核"],
        Handling.Agree => words["同意撤销"],
        Handling.Decline => words["不同意撤销"],
        Handling.Propose => words["申请撤销"],
        Handling.Reassign => words["改派"],
        Handling.Merge => words["并案"],
        Handling.Comment => words["备注"],
        Handling.Suspend => words["中止"],
        _ => words["恢复办理"],
    };
}
