using System.Globalization;

namespace BlueSky.Hj212;

/// <summary>拆分包: cuts a packet that passes the limits into complete packets (HJ 212-2017 6.5).</summary>
internal static class PacketSplitter
{
    public static IReadOnlyList<PacketDraft> Split(PacketDraft draft)
    {
        if (Fits(draft))
            return [draft];

        var repeated = draft.Groups.Where(IsDataTime).ToList();
        var parts = new List<List<DraftGroup>>();
        foreach (var group in draft.Groups.Where(g => !IsDataTime(g)))
        {
            if (parts.Count > 0 && Fits(Part(draft, [.. parts[^1], group], 9999, 9999)))
            {
                parts[^1].Add(group);
                continue;
            }

            parts.Add([.. repeated, group]);
            if (!Fits(Part(draft, parts[^1], 9999, 9999)))
                throw new ArgumentException($"The group of {group.Items[0].Key} alone passes the limit of a packet.", nameof(draft));
        }

        if (draft.Flag >> 2 == 2 && parts.Count > 9)
            throw new ArgumentException($"HJ 212-2025 allows nine parts, not {parts.Count}.", nameof(draft));
        return [.. parts.Select((groups, i) => Part(draft, groups, parts.Count, i + 1))];
    }

    private static bool Fits(PacketDraft draft)
    {
        var segment = PacketWriter.Compose(draft);
        var area = segment.Length - segment.AsSpan().IndexOf("CP=&&"u8);
        return segment.Length <= PacketWriter.MaxSegment && area <= PacketWriter.MaxArea;
    }

    private static PacketDraft Part(PacketDraft draft, IReadOnlyList<DraftGroup> groups, int of, int number) => draft with
    {
        Qn = Later(draft.Qn, number - 1),
        Flag = (draft.Flag ?? 0) | 2,
        Pnum = of,
        Pno = number,
        Groups = groups,
    };

    private static bool IsDataTime(DraftGroup group) => group.Items is [{ Key: "DataTime" }];

    /// <summary>Each part has a QN of its own, a millisecond apart as in Annex C.49; one that is no time stays as it is.</summary>
    private static string? Later(string? qn, int milliseconds) =>
        DateTime.TryParseExact(qn, "yyyyMMddHHmmssfff", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.AddMilliseconds(milliseconds).ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)
            : qn;
}
