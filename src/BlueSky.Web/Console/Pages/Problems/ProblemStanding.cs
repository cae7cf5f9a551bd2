using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>What each line has done since the problem was last assigned, from its history: whom it still waits for.</summary>
/// <param name="Signed">Lines that have signed for it.</param>
/// <param name="HandedIn">The rectification that is under review; null for none.</param>
/// <param name="Passed">Lines that have passed it.</param>
internal sealed record ProblemStanding(IReadOnlySet<Line> Signed, Rectified? HandedIn, IReadOnlySet<Line> Passed)
{
    /// <summary>As the events say, in order.</summary>
    public static ProblemStanding Of(IEnumerable<ViolationEvent> history)
    {
        var (signed, passed, handedIn) = (new HashSet<Line>(), new HashSet<Line>(), (Rectified?)null);
        foreach (var one in history)
        {
            switch (one)
            {
                case Assigned or Reassigned or Reopened: (signed, passed, handedIn) = ([], [], null); break;
                case Accepted e: signed.Add(e.Line); break;
                case Rectified e: handedIn = e; break;
                case ReviewPassed e: passed.Add(e.Line); break;
                case RectificationRejected: (passed, handedIn) = ([], null); break;
            }
        }

        return new ProblemStanding(signed, handedIn, passed);
    }

    /// <summary>How far a line is with a problem in this state, in words; empty where there is nothing to wait for.</summary>
    public string WordsOf(Line line, LoopState state, Words words) => state switch
    {
        LoopState.Assigned => Signed.Contains(line) ? words["已签收"] : words["未签收"],
        LoopState.Rectified => Passed.Contains(line) ? words["已复核"] : words["未复核"],
        _ => "",
    };

    /// <summary>
    /// The line that the command centre reviews for: the one whose unit handed the rectification in, since nobody reviews their own.
    /// </summary>
    public Line? LineOfCommandCentre(LoopSummary loop) => HandedIn?.By.Unit?.Code switch
    {
        null => null,
        var unit when unit == loop.Town.Code && !Passed.Contains(Line.Town) => Line.Town,
        var unit when unit == loop.Industry.Code && !Passed.Contains(Line.Industry) => Line.Industry,
        _ => null,
    };
}
