using BlueSky.Sources;

namespace BlueSky.Web;

/// <summary>The register entry of a device (数采仪) as a caller sends it; replaces the former as a whole.</summary>
public sealed record DeviceEntry
{
    /// <summary>MN; may be left out where the address has it.</summary>
    public string? Mn { get; init; }

    /// <summary>Id of the source its data belong to; null unbinds it, and its data are refused.</summary>
    public string? SourceId { get; init; }

    /// <summary>How to read it; the defaults of the standard when left out.</summary>
    public DeviceProfile? Profile { get; init; }

    /// <summary>True for demonstration data.</summary>
    public bool IsDemo { get; init; }

    /// <summary>False refuses all its data.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>New PW to set, 1 to 32 characters without <c>;</c> <c>=</c> <c>&amp;</c>; the present one stays when left out. Never given back.</summary>
    public string? Password { get; init; }

    internal DeviceRegistration ToRegistration(string mn)
    {
        Ids.CheckMn(mn);
        var check = new FieldCheck();
        if (Mn is not null && Mn != mn) check.Wrong("mn", "mismatch", "与地址中的 MN 不同。Differs from the MN of the address.");
        if (SourceId is not null && !Ids.IsSource(SourceId)) check.Wrong("sourceId", "form", "字母、数字、连字符。Letters, digits, hyphens.");
        if (Password is not null && (Password.Length is 0 or > 32 || !Ids.IsMn(Password)))
            check.Wrong("password", "form", "1 到 32 个字符，不含空白和 ; = &。1 to 32 characters, no blanks and none of ; = &.");
        var profile = Profile ?? new DeviceProfile();
        CheckProfile(profile, check);
        check.Check();
        return new DeviceRegistration { Mn = mn, SourceId = SourceId, Profile = profile, IsDemo = IsDemo, Enabled = Enabled };
    }

    private static void CheckProfile(DeviceProfile profile, FieldCheck check)
    {
        if (profile.ReportSeconds is < 1 or > 3_600) check.Wrong("profile.reportSeconds", "range", "1 到 3600。1 to 3,600.");
        if (profile.MinuteInterval is < 1 or > 30) check.Wrong("profile.minuteInterval", "range", "1 到 30。1 to 30.");
        check.Fits(profile.SystemCode ?? "", "profile.systemCode", 8);
        if (profile.SystemCode is null) check.Wrong("profile.systemCode", "missing", "不能为 null。Must not be null.");
        if (profile.Factors is null)
        {
            check.Wrong("profile.factors", "missing", "不能为 null。Must not be null.");
            return;
        }

        if (profile.Factors.Count > 200) check.Wrong("profile.factors", "count", "最多 200 项。At most 200.");
        foreach (var (factor, i) in profile.Factors.Take(200).Select((f, i) => (f, i)))
        {
            var at = $"profile.factors[{i}]";
            check.Needed(factor?.Code, $"{at}.code", 32);
            check.Needed(factor?.Factor, $"{at}.factor", 32);
            check.Fits(factor?.Unit ?? "", $"{at}.unit", 32);
            if (factor?.Scale == 0) check.Wrong($"{at}.scale", "range", "不能为 0。Must not be 0.");
        }
    }
}

/// <summary>A device's new SM4 key.</summary>
public sealed record Sm4KeyEntry
{
    /// <summary>32 hexadecimal digits (16 bytes); the key before stays valid beside it. Empty removes all. Required.</summary>
    public string? Key { get; init; }
}

/// <summary>A new device password, shown this once.</summary>
/// <param name="Mn">MN.</param>
/// <param name="Password">PW to set in the device.</param>
public sealed record DeviceSecret(string Mn, string Password);
