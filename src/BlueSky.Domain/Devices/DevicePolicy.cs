using BlueSky.Assessment;
using BlueSky.Violations;

namespace BlueSky.Devices;

/// <summary>How devices are judged: the district's data, read from <c>seeds/devices/devices.json</c>, every figure with its mark and citation.</summary>
public sealed record DevicePolicy
{
    private const string FileName = "devices.json";
    private static readonly string[] Periods = ["instant", "minute", "hour", "day"];

    /// <summary>Kinds of message; the first of them that a device sends gives its transmission rate.</summary>
    public required Cited<IReadOnlyList<Sources.Period>> RateOf { get; init; }

    /// <summary>Percent of the transmission rate below which a device is marked.</summary>
    public required Cited<decimal> MarkedBelow { get; init; }

    /// <summary>The longest period that a device may be asked for at a time (补传), days.</summary>
    public required Cited<int> BackfillMostDays { get; init; }

    /// <summary>Hours after which a request that has not ended has expired.</summary>
    public required Cited<int> BackfillGiveUpHours { get; init; }

    /// <summary>Reads the file of a folder. Strict: what is missing, misspelt, out of range or without mark and citation is refused.</summary>
    /// <exception cref="PolicyException">It is missing or cannot be used; names file, field and fix.</exception>
    public static DevicePolicy Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Parse(HandlingPolicyFile.Text(directory, FileName));
    }

    /// <summary>Reads it from its text.</summary>
    /// <exception cref="PolicyException">It cannot be used.</exception>
    public static DevicePolicy Parse(string json) => HandlingPolicyFile.Read(FileName, json, Read);

    private static DevicePolicy Read(PolicyNode root)
    {
        root.Only("rateOf", "markedBelowPercent", "backfillMostDays", "backfillGiveUpHours");
        var order = root.Required("rateOf");
        var policy = new DevicePolicy
        {
            RateOf = order.Cited<IReadOnlyList<Sources.Period>>(n => n.List(p => (Sources.Period)Array.IndexOf(Periods, p.OneOf(Periods)))),
            MarkedBelow = root.Required("markedBelowPercent").Cited(n => n.Number(0, 100)),
            BackfillMostDays = root.Required("backfillMostDays").Cited(n => n.Whole(1, 31)),
            BackfillGiveUpHours = root.Required("backfillGiveUpHours").Cited(n => n.Whole(1, 720)),
        };
        if (policy.RateOf.Value.Count == 0 || policy.RateOf.Value.Distinct().Count() != policy.RateOf.Value.Count)
            throw order.Fault("must name at least one kind of message, and each once");
        return policy;
    }
}
