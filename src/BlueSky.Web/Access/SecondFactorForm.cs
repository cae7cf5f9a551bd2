using BlueSky.Access;
using BlueSky.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace BlueSky.Web;

/// <summary>Setting the second factor up and taking it away.</summary>
internal static class SecondFactorForm
{
    public static void MapSecondFactor(this RouteGroupBuilder account)
    {
        account.MapGet("/second-factor", Show).RequireSession();
        account.MapPost("/second-factor", SetUp).RequireSession();
        account.MapPost("/second-factor/drop", Drop).RequireSession();
        account.MapGet("/password/changed", () => AccountForm.Page<DonePage>(new { What = "密码已修改，其他会话已退出。" })).RequireSession();
    }

    private static async Task<IResult> Show(IGrainFactory grains, SecondFactor secondFactor, HttpContext http)
    {
        var name = PersonClaims.NameOf(http.User);
        var user = await grains.GetGrain<IUserGrain>(name).Get();
        return user is { HasSecondFactor: true }
            ? AccountForm.Page<SecondFactorPage>(new { IsSet = true })
            : AccountForm.Page<SecondFactorPage>(new { Offer = secondFactor.Offer(name) });
    }

    private static async Task<IResult> SetUp(
        [FromForm] string? ticket, [FromForm] string? code, IGrainFactory grains, SecondFactor secondFactor, SessionCache sessions, HttpContext http)
    {
        var name = PersonClaims.NameOf(http.User);
        if (secondFactor.Accept(ticket ?? "", code ?? "") is not var (secret, step))
        {
            var offer = secondFactor.Again(name, ticket ?? "") ?? secondFactor.Offer(name);
            return AccountForm.Page<SecondFactorPage>(new { Offer = offer, IsWrong = true }, StatusCodes.Status422UnprocessableEntity);
        }

        return await Change(secret, step, "两步验证已启用，下次登录时请填写动态验证码。", grains, sessions, http);
    }

    private static async Task<IResult> Drop(
        [FromForm] string? code, IGrainFactory grains, SecondFactor secondFactor, FailureBrake brake, SessionCache sessions, HttpContext http)
    {
        var user = grains.GetGrain<IUserGrain>(PersonClaims.NameOf(http.User));
        if (!brake.Holds(RemoteCaller.Of(http)) && await secondFactor.Match(user, code ?? "") is { } step)
            return await Change(null, step, "两步验证已停用。", grains, sessions, http);
        brake.Failed(RemoteCaller.Of(http));
        return AccountForm.Page<SecondFactorPage>(new { IsSet = true, IsWrong = true }, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Change(string? secret, long step, string words, IGrainFactory grains, SessionCache sessions, HttpContext http)
    {
        var caller = Caller.Of(http);
        var name = PersonClaims.NameOf(http.User);
        UserHolder user;
        try
        {
            user = await grains.GetGrain<IUserGrain>(name).SetSecondFactor(secret, step, new(caller.Name, caller.Address));
        }
        catch (RefusedException e)
        {
            return AccountForm.Page<SecondFactorPage>(new { IsSet = true, Refusal = e.Message }, StatusCodes.Status422UnprocessableEntity);
        }

        sessions.Forget(name);
        await SessionCookie.Begin(http, user);
        return AccountForm.Page<DonePage>(new { What = words });
    }
}
