using BlueSky.Decisions;

namespace BlueSky.Notifications;

/// <summary>
/// What a person wants to get. What asks something of the unit (须办, <see cref="NoticeKinds.IsDuty"/>) is in the inbox whatever is chosen.
/// </summary>
/// <param name="Hidden">Kinds that the person's inbox leaves out.</param>
/// <param name="Sinks">What is to be sent to sinks as well; empty for nothing.</param>
public sealed record NotificationChoice(IReadOnlyList<NoticeKind> Hidden, IReadOnlyList<SinkChoice> Sinks)
{
    private const int MostSinks = 5;

    /// <summary>Everything in the inbox, nothing elsewhere.</summary>
    public static NotificationChoice Default { get; } = new([], []);

    /// <summary>Why it cannot be taken; null when it can.</summary>
    /// <param name="choice">What is chosen.</param>
    /// <param name="unit">Code of the person's unit.</param>
    /// <param name="sinks">Settings of the sinks that are named, by id; those that are missing do not exist.</param>
    public static Refusal? Check(NotificationChoice choice, string unit, IReadOnlyDictionary<string, SinkSettings> sinks)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(sinks);
        foreach (var kind in choice.Hidden)
        {
            if (!Enum.IsDefined(kind)) return Wrong("unknown-kind", "hidden", "没有这种通知。", "There is no such kind of notice.");
            if (kind.IsDuty()) return Wrong("duty", "hidden", $"“{kind.Chinese()}”须办，不能隐藏，请从 hidden 中去掉。", $"{kind} asks something of the unit and cannot be hidden; leave it out of hidden.");
        }

        if (choice.Sinks.Count > MostSinks) return Wrong("too-many", "sinks", $"最多 {MostSinks} 个推送渠道。", $"At most {MostSinks} sinks.");
        if (choice.Sinks.DistinctBy(s => s.Sink).Count() < choice.Sinks.Count) return Wrong("twice", "sinks", "同一推送渠道请只写一次。", "Name each sink once.");
        foreach (var (id, kinds) in choice.Sinks)
        {
            if (!sinks.TryGetValue(id, out var sink)) return Wrong("unknown-sink", "sinks", $"没有推送渠道 {id}。", $"There is no sink {id}.");
            if (!sink.IsOpenToChoice) return Wrong("not-open", "sinks", $"推送渠道 {id} 未开放个人选择，请联系管理员。", $"Sink {id} is not open to choices; ask an administrator.");
            if (!sink.Serves(unit)) return Wrong("other-unit", "sinks", $"推送渠道 {id} 不属于本单位。", $"Sink {id} does not serve your unit.");
            if (kinds.Count == 0 || kinds.Any(k => !Enum.IsDefined(k))) return Wrong("kinds", "sinks.kinds", "请写明要推送的通知种类。", "Name the kinds of notices to send.");
        }

        return null;
    }

    private static Refusal Wrong(string code, string field, string chinese, string english) => new(code, field, chinese, english);
}

/// <summary>What a person wants to be sent to one sink.</summary>
/// <param name="Sink">Id of the sink.</param>
/// <param name="Kinds">Kinds.</param>
public sealed record SinkChoice(string Sink, IReadOnlyList<NoticeKind> Kinds);
