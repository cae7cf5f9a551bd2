using BlueSky.Notifications;

namespace BlueSky.Web;

/// <summary>A sink as administrators set it up.</summary>
public sealed record SinkEntry
{
    /// <summary>Chinese name, e.g. of the chat group. Required.</summary>
    public string? Name { get; init; }

    /// <summary>weCom 企业微信, dingTalk 钉钉 or json. Required.</summary>
    public SinkFormat? Format { get; init; }

    /// <summary>Whole address, https. Required. The address that an answer shows, sent back, keeps the one that is set.</summary>
    public string? Address { get; init; }

    /// <summary>Secret of the signature: DingTalk's SEC…, or at least 16 characters for json. Left out: the one that is set stays. Never shown again.</summary>
    public string? Secret { get; init; }

    /// <summary>Codes of the units whose notices go there; all when left out or empty.</summary>
    public IReadOnlyList<string?>? Units { get; init; }

    /// <summary>Kinds that go there; left out: all that ask something of a unit; empty: only what persons choose.</summary>
    public IReadOnlyList<NoticeKind>? Kinds { get; init; }

    /// <summary>True lets persons of its units have further kinds sent there; false when left out.</summary>
    public bool? OpenToChoice { get; init; }

    /// <summary>False lets it rest; true when left out.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The most requests a minute, 1 to 6000; what the format bears when left out.</summary>
    public int? PerMinute { get; init; }
}

/// <summary>A sink and how it fares. Neither its secret nor more of its address than scheme, host and port.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Format">Format.</param>
/// <param name="Address">Address, without path and query.</param>
/// <param name="Signed">True when requests are signed.</param>
/// <param name="Units">Units whose notices go there; empty for all.</param>
/// <param name="Kinds">Kinds that go there.</param>
/// <param name="OpenToChoice">True when persons may have further kinds sent there.</param>
/// <param name="Enabled">False while it rests.</param>
/// <param name="PerMinute">The most requests a minute as it is set; null for what the format bears.</param>
/// <param name="Waiting">Deliveries that wait.</param>
/// <param name="Dead">Deliveries given up (死信).</param>
/// <param name="Failures">Attempts that failed since the last success.</param>
/// <param name="PausedUntil">Nothing is tried before; null when it is not paused.</param>
/// <param name="SucceededAt">Last success.</param>
/// <param name="FailedAt">Last failure.</param>
/// <param name="LastFailure">The last failure in words.</param>
public sealed record SinkAnswer(
    string Id, string Name, SinkFormat Format, string Address, bool Signed, IReadOnlyList<string> Units, IReadOnlyList<NoticeKind> Kinds, bool OpenToChoice,
    bool Enabled, int? PerMinute, long Waiting, long Dead, int Failures, DateTimeOffset? PausedUntil, DateTimeOffset? SucceededAt, DateTimeOffset? FailedAt,
    string LastFailure)
{
    internal static SinkAnswer Of(SinkRow row) => new(
        row.Sink.Id, row.Sink.Settings.Name, row.Sink.Settings.Format, row.Sink.Settings.Address, row.Sink.HasSecret, row.Sink.Settings.Units, row.Sink.Settings.Kinds,
        row.Sink.Settings.IsOpenToChoice, row.Sink.Settings.IsEnabled, row.Sink.Settings.PerMinute, row.Waiting, row.Dead, row.Failures, row.PausedUntil,
        row.SucceededAt, row.FailedAt, row.Words);

    internal static SinkAnswer Of(SinkView view) => Of(new SinkRow(view, 0, 0, 0, null, null, null, ""));
}

/// <summary>A delivery to a sink.</summary>
/// <param name="Notice">What is delivered.</param>
/// <param name="State">How far it is.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="QueuedAt">When it was queued.</param>
/// <param name="DueAt">When it is tried next; null when it is not.</param>
/// <param name="TriedAt">When it was tried last.</param>
/// <param name="Reason">What went wrong last, in words.</param>
public sealed record DeliveryAnswer(
    NoticeAnswer Notice, DeliveryState State, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset? DueAt, DateTimeOffset? TriedAt, string Reason)
{
    internal static DeliveryAnswer Of(DeliveryRow row) => new(
        NoticeAnswer.Of(row.Notice), row.State, row.Attempts, row.QueuedAt, row.State == DeliveryState.Waiting ? row.DueAt : null, row.TriedAt, row.Words);
}

/// <summary>Which dead deliveries to send again.</summary>
public sealed record ResendEntry
{
    /// <summary>Ids of notices, at most 1,000; left out or empty: all that are dead.</summary>
    public IReadOnlyList<string?>? Notices { get; init; }
}

/// <summary>How many are queued again.</summary>
/// <param name="Queued">Number.</param>
public sealed record ResendAnswer(int Queued);

/// <summary>How a sink answered a test.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">What went wrong, in Chinese and English; empty when the sink took it.</param>
public sealed record SinkTestAnswer(SinkOutcome Outcome, string Words);
