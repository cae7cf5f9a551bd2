namespace BlueSky.AirQuality;

/// <summary>What an entry does to one hour.</summary>
internal enum HourEffect
{
    /// <summary>The hour is new.</summary>
    Added,

    /// <summary>The hour gets another version.</summary>
    Changed,

    /// <summary>The same figures in the same stage are there.</summary>
    Unchanged,

    /// <summary>Refused: the figures differ from those that count, and no reason is given.</summary>
    ReasonMissing,

    /// <summary>Refused: it would be reviewed after it was revised.</summary>
    StageBehind,

    /// <summary>Refused: invented data would meet measured ones.</summary>
    DemoOverMeasured,
}

/// <summary>
/// The rule of versions 数据版本规则: raw 原始 data are kept as they come, reviewing 审核 and revising 修订 go forward only and say why when they
/// change a figure. Pure, so that asking beforehand and doing give the same.
/// </summary>
internal static class HourJudgement
{
    /// <param name="versions">The versions that are there, by revision.</param>
    /// <param name="hour">The figures that are entered.</param>
    /// <param name="entry">Stage and reason of the entry.</param>
    public static HourEffect Of(IReadOnlyList<StationHourVersion> versions, AirHour hour, MonthEntry entry)
    {
        if (versions.Count == 0) return HourEffect.Added;
        if (entry.IsDemo && versions.Any(v => !v.IsDemo)) return HourEffect.DemoOverMeasured;

        // Invented figures are no former state of measured ones.
        var kin = versions.Where(v => v.IsDemo == entry.IsDemo).ToList();
        if (kin.Count == 0) return HourEffect.Changed;

        var counting = kin.Counting()!;
        var sameStage = kin.FindLast(v => v.Stage == entry.Stage);
        if (sameStage is not null && SameFigures(sameStage.Hour, hour)) return HourEffect.Unchanged;
        if (entry.Stage == DataStage.Raw) return HourEffect.Changed;
        if (counting.Stage > entry.Stage) return HourEffect.StageBehind;
        return SameFigures(counting.Hour, hour) || entry.Reason.Length > 0 ? HourEffect.Changed : HourEffect.ReasonMissing;
    }

    private static bool SameFigures(AirHour one, AirHour other) => one.Values.SequenceEqual(other.Values);
}
