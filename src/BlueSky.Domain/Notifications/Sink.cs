using BlueSky.Decisions;

namespace BlueSky.Notifications;

/// <summary>In whose format a sink is spoken to.</summary>
public enum SinkFormat
{
    /// <summary>企业微信群机器人.</summary>
    WeCom = 0,

    /// <summary>钉钉自定义机器人.</summary>
    DingTalk = 1,

    /// <summary>Our own JSON, signed, with an idempotency key.</summary>
    Json = 2,
}

/// <summary>Where notices are sent besides the inboxes (推送渠道). Configured by administrators. Holds no secret of a signature.</summary>
public sealed record SinkSettings
{
    private const int LongestName = 100, LongestAddress = 1_024, MostUnits = 64;

    /// <summary>Chinese name, e.g. of the chat group.</summary>
    public required string Name { get; init; }

    /// <summary>Format.</summary>
    public required SinkFormat Format { get; init; }

    /// <summary>Address. Of a robot its query is a secret in itself: show <see cref="SinkAddress.Shown"/>.</summary>
    public required string Address { get; init; }

    /// <summary>Codes of the units whose notices go there; empty for all units.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>Kinds that go there without anybody's choice; empty for those only that persons choose.</summary>
    public IReadOnlyList<NoticeKind> Kinds { get; init; } = [];

    /// <summary>True when persons of its units may have further kinds sent there.</summary>
    public bool IsOpenToChoice { get; init; }

    /// <summary>False lets it rest: nothing new is queued and nothing sent.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The most requests a minute; null for what the format bears.</summary>
    public int? PerMinute { get; init; }

    /// <summary>True when notices of this unit may go there.</summary>
    public bool Serves(string unit) => Units.Count == 0 || Units.Contains(unit);

    /// <summary>The most requests a minute, never more than the format bears.</summary>
    public int RateBy(FormatLimits limits) => Math.Min(PerMinute ?? limits.PerMinute, limits.PerMinute);

    /// <summary>Why they cannot be used; null when they can.</summary>
    /// <param name="settings">Settings.</param>
    /// <param name="secret">Secret of the signature; empty for none.</param>
    /// <param name="isUnit">Whether the district has a unit of a code.</param>
    /// <param name="rules">Where sinks may be.</param>
    public static Refusal? Check(SinkSettings settings, string secret, Func<string, bool> isUnit, SinkAddressRules rules)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(rules);
        if (string.IsNullOrWhiteSpace(settings.Name) || settings.Name.Length > LongestName)
            return Wrong("name", "name", $"请填写名称，最多 {LongestName} 个字符。", $"Give a name of at most {LongestName} characters.");
        if (!Enum.IsDefined(settings.Format)) return Wrong("format", "format", "格式须为 weCom、dingTalk 或 json。", "The format is weCom, dingTalk or json.");
        if (settings.Address.Length > LongestAddress) return Wrong("too-long", "address", $"地址最多 {LongestAddress} 个字符。", $"An address has at most {LongestAddress} characters.");
        if (rules.Check(settings.Address) is { } no) return no;
        if (settings.Units.Count > MostUnits || settings.Units.FirstOrDefault(u => !isUnit(u)) is not null)
            return Wrong("unknown-unit", "units", "有的单位代码不存在，请用镇街或部门的代码。", "Some unit does not exist; give codes of towns or departments.");
        if (settings.Kinds.Any(k => !Enum.IsDefined(k))) return Wrong("unknown-kind", "kinds", "没有这种通知。", "There is no such kind of notice.");
        if (settings.PerMinute is < 1 or > 6_000) return Wrong("rate", "perMinute", "每分钟 1 至 6000 条；机器人还受平台限制。", "1 to 6000 a minute; a robot's platform allows fewer.");
        return CheckSecret(settings.Format, secret);
    }

    // A WeCom robot has no signature: its key is in the address. DingTalk's secret may be absent where the robot is secured by keyword.
    private static Refusal? CheckSecret(SinkFormat format, string secret)
    {
        if (format == SinkFormat.WeCom && secret.Length > 0)
            return Wrong("no-secret", "secret", "企业微信机器人不加签，密钥在地址的 key 中，请去掉 secret。", "A WeCom robot has no signing secret, its key is in the address; leave secret out.");
        if (format == SinkFormat.Json && secret.Length is < 16)
            return Wrong("short-secret", "secret", "请填写至少 16 个字符的签名密钥。", "Give a signing secret of at least 16 characters.");
        return secret.Length > 256 || secret.Any(char.IsControl)
            ? Wrong("bad-secret", "secret", "签名密钥最多 256 个字符，不含控制字符。", "A signing secret has at most 256 characters and no control characters.")
            : null;
    }

    private static Refusal Wrong(string code, string field, string chinese, string english) => new(code, field, chinese, english);
}
