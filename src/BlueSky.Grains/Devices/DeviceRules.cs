using BlueSky.Messages;
using BlueSky.Sources;

namespace BlueSky.Devices;

/// <summary>What a device's register entry must fulfil; each refusal names the field and the fix.</summary>
internal static class DeviceRules
{
    /// <exception cref="RefusedException">The entry is not valid.</exception>
    public static void Check(DeviceRegistration device, string key, string? password)
    {
        var mn = device.Mn;
        if (mn != key) throw Refuse("mn", $"MN 与地址不符：{mn}。The MN must equal the one in the address.");
        if (mn.Length is 0 or > 64 || mn.Any(c => c is ';' or '=' or '&' || char.IsControl(c)))
            throw Refuse("mn", "MN 须为 1–64 个字符，不含 ; = & 与控制字符。An MN has 1-64 characters without ; = & or control characters.");
        if (password is not null && (password.Length is 0 or > 24 || password.Any(c => c is ';' or '=' or '&' || char.IsControl(c))))
            throw Refuse("password", "访问密码须为 1–24 个字符（标准为 6 个），不含 ; = &。A PW has 1-24 characters (6 by the standard) without ; = &.");

        var profile = device.Profile;
        if (profile.ReportSeconds is < 1 or > 3600)
            throw Refuse("profile.reportSeconds", "实时上报间隔须为 1–3600 秒。The reporting interval is 1-3600 seconds.");
        if (profile.MinuteInterval is < 1 or > 30)
            throw Refuse("profile.minuteInterval", "分钟数据间隔须为 1–30 分钟。The minute interval is 1-30 minutes.");
        if (profile.Factors.FirstOrDefault(f => f.Scale == 0 || f.Code.Length == 0 || f.Factor.Length == 0) is { } bad)
            throw Refuse("profile.factors", $"因子映射 {bad.Code} 的编码不能为空、倍率不能为 0。A factor mapping needs codes and a scale other than 0.");
        if (profile.Factors.GroupBy(f => f.Code, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Refuse("profile.factors", $"因子 {twice.Key} 映射了两次，请保留一条。Factor {twice.Key} is mapped twice; keep one.");
    }

    private static RefusedException Refuse(string field, string message) => new("bad-device", field, message);
}
