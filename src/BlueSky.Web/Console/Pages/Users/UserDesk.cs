using System.Buffers.Text;
using System.Security.Cryptography;
using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Queries;

namespace BlueSky.Web.Console;

/// <summary>What an administrator does with users. Asks for the scope itself, so that no page can forget it; the grains audit.</summary>
internal sealed class UserDesk(IGrainFactory grains, SessionCache sessions)
{
    private const int AtOnce = 64;

    /// <summary>Users under a filter. A district has hundreds, so they are asked one by one and put in order here.</summary>
    public async Task<Page<UserView>> List(string? text, Position? position, PageRequest page)
    {
        var found = new List<UserView>();
        foreach (var names in (await grains.GetGrain<IUserRegisterGrain>(0).Names()).Chunk(AtOnce))
            found.AddRange((await Task.WhenAll(names.Select(name => grains.GetGrain<IUserGrain>(name).Get()))).OfType<UserView>());
        var fitting = found.Where(user => position is null || user.Appointment.Position == position).Where(user => text is null
            || user.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || user.Appointment.DisplayName.Contains(text, StringComparison.OrdinalIgnoreCase));
        IEnumerable<UserView> ordered = page.Sort == "lastSignIn" ? fitting.OrderBy(user => user.LastSignInAt) : fitting.OrderBy(user => user.Name, StringComparer.Ordinal);
        if (page.Descending) ordered = ordered.Reverse();
        var all = ordered.ToList();
        return new Page<UserView>([.. all.Skip((page.Number - 1) * page.Size).Take(page.Size)], all.Count, page.Number, page.Size);
    }

    /// <summary>Makes a user; the first password, shown this once.</summary>
    public async Task<string> Create(string name, Appointment appointment, Viewer viewer)
    {
        Check(viewer);
        var password = NewPassword();
        await grains.GetGrain<IUserGrain>(name).Create(appointment, password, mustChange: true, viewer.By);
        return password;
    }

    /// <summary>Appoints anew.</summary>
    public Task Appoint(string name, Appointment appointment, Viewer viewer)
    {
        // Who takes the scope from oneself may leave nobody who could give it back.
        if (name == viewer.Name) throw Own();
        return Change(name, viewer, user => user.Appoint(appointment, viewer.By));
    }

    /// <summary>Disables or enables.</summary>
    public Task SetDisabled(string name, bool disabled, Viewer viewer)
    {
        if (name == viewer.Name) throw Own();
        return Change(name, viewer, user => user.SetDisabled(disabled, viewer.By));
    }

    /// <summary>Sets a new first password and takes the second factor away; the password, shown this once.</summary>
    public async Task<string> ResetPassword(string name, Viewer viewer)
    {
        var password = NewPassword();
        await Change(name, viewer, user => user.ResetPassword(password, dropSecondFactor: true, viewer.By));
        return password;
    }

    private async Task Change(string name, Viewer viewer, Func<IUserGrain, Task> change)
    {
        Check(viewer);
        await change(grains.GetGrain<IUserGrain>(name));
        sessions.Forget(name);
    }

    private static void Check(Viewer viewer)
    {
        if (!viewer.May(Scopes.Administer)) throw new RefusedException("needs-scope", "", "只有系统管理员可以管理用户。Only administrators manage users.");
    }

    private static RefusedException Own() => new(
        "own-user", "name", "不能修改或停用自己，请由另一位系统管理员办理。Another administrator changes or disables you.");

    private static string NewPassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
}
