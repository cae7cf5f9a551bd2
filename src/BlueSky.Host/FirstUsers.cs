using System.Buffers.Text;
using System.Security.Cryptography;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Messages;

namespace BlueSky.Host;

/// <summary>
/// The first users of the console: one administrator for a new store, and in the demonstration one user for each position. Like the
/// administrator's key, a password goes to a file in the data directory that only its owner can read, never to the console or a log.
/// </summary>
internal static class FirstUsers
{
    private const string Administrator = "admin";

    // Names of demo users say what they are, in pinyin, because a sign-in name is typed.
    private static readonly (string Name, string DisplayName, Position Position, string? Unit, Role Role)[] Demo =
    [
        ("zhihuibu", "演示指挥部负责人", Position.CommandCentre, Unit.CommandCode, Role.Lead),
        ("zhihuibu2", "演示指挥部经办人", Position.CommandCentre, Unit.CommandCode, Role.Officer),
        ("bumen", "演示生态环境分局经办人", Position.Department, "shengtai-huanjing", Role.Officer),
        ("zhujian", "演示住建局经办人", Position.Department, "zhujian", Role.Officer),
        ("zhenjie", "演示经开区经办人", Position.Town, "371302Z01", Role.Officer),
        ("zhenjie2", "演示兰山街道经办人", Position.Town, "371302001", Role.Officer),
        ("wangge", "演示经开区网格员", Position.GridMember, "371302Z01", Role.GridMember),
        ("wangge2", "演示兰山街道网格员", Position.GridMember, "371302001", Role.GridMember),
        ("kaohe", "演示考核人员", Position.ScoringStaff, null, Role.Reader),
        ("shenji", "演示审计员", Position.Auditor, null, Role.Reader),
        ("shebei", "演示设备管理员", Position.DeviceAdministrator, null, Role.Reader),
        ("guanli", "演示系统管理员", Position.Administrator, null, Role.Reader),
        ("zhidu", "演示只读用户", Position.ReadOnly, null, Role.Reader),
    ];

    /// <summary>Makes the administrator where there is none.</summary>
    public static async Task EnsureAdministrator(IGrainFactory grains, NodeOptions options, ILogger log)
    {
        if (await grains.GetGrain<IUserGrain>(Administrator).Get() is not null) return;
        options.Data.Create();
        var path = Path.Combine(options.Data.FullName, "admin.password");
        var password = NewPassword();
        // Before the user: a start that dies in between makes another password, rather than leave a user whose password nobody knows.
        await PrivateFile.Write(path, password);
        if (await Create(grains, Administrator, new("系统管理员", Position.Administrator, null, Role.Reader), password, mustChange: true))
            log.AdministratorPasswordWritten(path);
        else
            File.Delete(path);
    }

    /// <summary>Makes the demo users, who share one password, where they are not there yet.</summary>
    public static async Task EnsureDemo(IGrainFactory grains, District district, NodeOptions options)
    {
        var path = Path.Combine(options.Data.FullName, "demo.password");
        var password = File.Exists(path) ? (await File.ReadAllTextAsync(path)).Trim() : NewPassword();
        await PrivateFile.Write(path, password);
        foreach (var (name, displayName, position, unit, role) in Demo.Where(d => d.Unit is null || district.UnitOf(d.Unit) is not null))
        {
            if (await grains.GetGrain<IUserGrain>(name).Get() is null)
                await Create(grains, name, new(displayName, position, unit, role), password, mustChange: false);
        }
    }

    // Two silos of a new cluster may start at once: one of them makes the user, the other is told that it is there.
    private static async Task<bool> Create(IGrainFactory grains, string name, Appointment appointment, string password, bool mustChange)
    {
        try
        {
            await grains.GetGrain<IUserGrain>(name).Create(appointment, password, mustChange, ChangedBy.System);
            return true;
        }
        catch (RefusedException e) when (e.Reason == "user-exists")
        {
            return false;
        }
    }

    private static string NewPassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));
}
