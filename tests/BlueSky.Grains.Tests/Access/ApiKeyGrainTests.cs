using BlueSky.Messages;
using BlueSky.Testing;

namespace BlueSky.Access;

public sealed class ApiKeyGrainTests
{
    [Fact]
    public async Task A_key_of_a_unit_says_for_whom_and_in_which_role_it_acts()
    {
        await using var silo = await TestSilo.Start();
        var key = await silo.Grains.GetGrain<IApiKeyGrain>("town1").Create("李四", Scopes.Read | Scopes.Act, null, "system", TestSilo.Town, Role.Officer);

        var holder = await silo.Grains.GetGrain<IApiKeyGrain>("town1").Verify(key.Split('_', 3)[2]);

        Assert.Equal((TestSilo.Town, Role.Officer, Scopes.Read | Scopes.Act), (holder!.Unit, holder.Role, holder.Scopes));
    }

    [Theory]
    [InlineData("nobody", Role.Officer, "unknown-unit")]
    [InlineData(null, Role.Lead, "role-without-unit")]
    [InlineData(TestSilo.Town, Role.Reader, "role-without-unit")]
    [InlineData(TestSilo.Town, Role.System, "role-without-unit")]
    public async Task A_unit_must_be_the_districts_and_go_with_a_role_of_a_person(string? unit, Role role, string reason)
    {
        await using var silo = await TestSilo.Start();
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => silo.Grains.GetGrain<IApiKeyGrain>("k1").Create("李四", Scopes.Act, null, "system", unit, role));
        Assert.Equal(reason, refused.Reason);
        Assert.False(await silo.Grains.GetGrain<IApiKeyGrain>("k1").Exists());
    }
}
