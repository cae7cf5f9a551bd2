using BlueSky.Access;
using BlueSky.Violations;

namespace BlueSky.Web.Console;

/// <summary>A survey with what became of its orders.</summary>
/// <param name="Detail">The survey.</param>
/// <param name="Orders">How each order (督办单) stands now, by its id; only those that the viewer sees.</param>
internal sealed record SurveyShown(SurveyDetail Detail, IReadOnlyDictionary<string, LoopSummary> Orders);

/// <summary>Reads a survey for its page.</summary>
internal sealed class SurveyReader(SurveyDesk desk, IGrainFactory grains)
{
    /// <summary>The survey as far as the viewer sees; null when there is none to see.</summary>
    public async Task<SurveyShown?> Read(string key, Actor by)
    {
        if (await desk.Find(key, by) is not { } detail) return null;
        var orders = await Task.WhenAll(detail.Roads.Select(r => r.Order).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(async id => (Id: id, View: await grains.GetGrain<IViolationGrain>(id).Get())));
        return new SurveyShown(detail, orders.Where(o => o.View is not null && Sight.MaySee(o.View, by))
            .ToDictionary(o => o.Id, o => o.View!.Loop, StringComparer.Ordinal));
    }
}
