namespace BlueSky.Web.Console;

/// <summary>What became of a decision that was filled in on a page, in words.</summary>
internal static class ProblemAnswers
{
    /// <summary>Carries it out; null when it was, else why not.</summary>
    public static async Task<string?> Answer(this HandlingDesk desk, string id, Caller caller, HandlingEntry entry, Words words)
    {
        try
        {
            var answer = await desk.Decide(id, caller, entry);
            if (answer.Refusal is { } refusal) return words.Of(refusal.Chinese, refusal.English);
            return answer.Loop is null ? words["没有这个问题，或它不属于您的单位。"] : null;
        }
        catch (InvalidRequestException e)
        {
            return string.Join(' ', e.Problems.Select(p => p.Message));
        }
        catch (Exception e) when (FailureAnswers.IsOutage(e))
        {
            // The same command id comes again with the next try, so an outcome that is unknown does no harm.
            return words["系统暂时不可用，结果未知，请再次提交；重复提交不会重复办理。"];
        }
    }
}
