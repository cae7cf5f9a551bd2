using BlueSky.Notifications;

namespace BlueSky.Web.Console;

/// <summary>What an administrator fills in of a sink. A secret that is set is never in it: left empty, it stays.</summary>
public sealed class SinkForm
{
    /// <summary>True for a sink that is not there yet.</summary>
    public bool IsNew { get; private init; }

    /// <summary>True when requests are signed with a secret that is set.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>Id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Chinese name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Format.</summary>
    public SinkFormat Format { get; set; } = SinkFormat.WeCom;

    /// <summary>Address; of one that is set only what may be shown.</summary>
    public string Address { get; set; } = "";

    /// <summary>A new secret.</summary>
    public string Secret { get; set; } = "";

    /// <summary>True to take the secret away.</summary>
    public bool DropsSecret { get; set; }

    /// <summary>Codes of units; none for all.</summary>
    public HashSet<string> Units { get; init; } = [];

    /// <summary>Kinds that go there without anybody's choice.</summary>
    public HashSet<NoticeKind> Kinds { get; init; } = [];

    /// <summary>True when persons may have further kinds sent there.</summary>
    public bool IsOpenToChoice { get; set; }

    /// <summary>False lets it rest.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The most requests a minute; null for what the format bears.</summary>
    public int? PerMinute { get; set; }

    /// <summary>What is sent to the desk.</summary>
    public SinkEntry Entry => new()
    {
        Name = Name.Trim(), Format = Format, Address = Address.Trim(), Secret = DropsSecret ? "" : Secret.Length == 0 ? null : Secret,
        Units = [.. Units.Order(StringComparer.Ordinal)], Kinds = [.. Kinds.Order()], OpenToChoice = IsOpenToChoice, Enabled = IsEnabled, PerMinute = PerMinute,
    };

    /// <summary>An empty form; what asks something of a unit goes to a new sink.</summary>
    public static SinkForm New() => new() { IsNew = true, Kinds = [.. Enum.GetValues<NoticeKind>().Where(kind => kind.IsDuty())] };

    /// <summary>The form of a sink.</summary>
    public static SinkForm Of(SinkAnswer sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return new()
        {
            Id = sink.Id, Name = sink.Name, Format = sink.Format, Address = sink.Address, IsSigned = sink.Signed, Units = [.. sink.Units],
            Kinds = [.. sink.Kinds], IsOpenToChoice = sink.OpenToChoice, IsEnabled = sink.Enabled, PerMinute = sink.PerMinute,
        };
    }
}
