using System.Globalization;
using BlueSky.Messages;
using BlueSky.Time;

namespace BlueSky.AirQuality;

/// <summary>What an entry of hours must fulfil by itself; each refusal names the field and the fix.</summary>
internal static class StationRules
{
    private const int MostHours = 10_000;
    private const int LongestReason = 500;

    /// <summary>True when a value can be an hourly mean.</summary>
    public static bool IsPlausible(decimal value) => value is >= 0 and <= StationLimits.LargestConcentration;

    /// <exception cref="RefusedException">The entry is not valid.</exception>
    public static void Check(string station, AirHour[] hours, string actor, string reason, DateTimeOffset now)
    {
        if (hours.Length is 0 or > MostHours) throw Refuse("bad-entry", "hours", $"一次 1 到 {MostHours} 小时。1 to {MostHours} hours in one entry.");
        if (string.IsNullOrWhiteSpace(actor)) throw Refuse("bad-entry", "actor", "缺少录入人。The actor is missing.");
        if (reason.Length > LongestReason) throw Refuse("bad-entry", "reason", $"理由最多 {LongestReason} 字。A reason has at most {LongestReason} characters.");
        var labels = new HashSet<DateTimeOffset>();
        for (var i = 0; i < hours.Length; i++)
        {
            var hour = hours[i];
            if (hour.Station != station) throw Refuse("bad-entry", $"hours[{i}].station", $"{hour.Station} 不是本站 {station}。The hour is another station's.");
            if (hour.Label.UtcTicks % TimeSpan.TicksPerHour != 0) throw Refuse("bad-hour", $"hours[{i}].time", $"{Text(hour)} 不是整点。A label is a full hour, the END of the hour.");
            if (hour.Label > now + StationLimits.PermittedLead) throw Refuse("future", $"hours[{i}].time", $"{Text(hour)} 在未来。The hour has not ended yet.");
            if (!labels.Add(hour.Label)) throw Refuse("repeated", $"hours[{i}].time", $"{Text(hour)} 重复。The hour is there twice.");
            if (hour.Values.Count != Pollutants.All.Count) throw Refuse("bad-entry", $"hours[{i}]", "须有六项浓度。There must be six values.");
            if (hour.Values.Any(v => v is { } value && !IsPlausible(value)))
                throw Refuse("range", $"hours[{i}]", $"{Text(hour)} 的浓度须在 0 到 {StationLimits.LargestConcentration} 之间。A concentration lies between 0 and {StationLimits.LargestConcentration}.");
        }
    }

    /// <summary>The refusal of an entry that does not fit what is there.</summary>
    public static RefusedException Refuse(EntryRefusal refusal, DateTimeOffset label)
    {
        var at = label.ToChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return refusal switch
        {
            EntryRefusal.ReasonMissing => Refuse("reason-missing", "reason", $"{at} 的数值有改动，须写明理由。Figures change: give a reason."),
            EntryRefusal.StageBehind => Refuse("stage-behind", "stage", $"{at} 已修订，请以 revised 录入。The hour was revised already: enter it as revised."),
            _ => Refuse("demo-over-measured", "isDemo", $"{at} 已有实测数据，演示数据不得录入。Measured data are there: invented ones are refused."),
        };
    }

    private static RefusedException Refuse(string reason, string field, string message) => new(reason, field, message);

    private static string Text(AirHour hour) => hour.Label.ToChina().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
