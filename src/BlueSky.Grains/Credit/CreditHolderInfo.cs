using BlueSky.Access;
using BlueSky.Assessment;
using BlueSky.Messages;

namespace BlueSky.Credit;

/// <summary>Whose account it is, as the register has it now.</summary>
/// <param name="Holder">The holder.</param>
/// <param name="Name">Name.</param>
/// <param name="Town">属地.</param>
/// <param name="Industry">行业.</param>
/// <param name="IsDemo">True for demonstration data.</param>
/// <param name="Truck">Register entry of a truck; null for a source.</param>
/// <param name="LastDataAt">Event time of the newest datum of a source; null when there is none.</param>
internal sealed record CreditHolderInfo(CreditHolder Holder, string Name, Unit Town, Unit Industry, bool IsDemo, MuckTruck? Truck, DateTimeOffset? LastDataAt)
{
    /// <summary>The scheme of a policy that counts for it.</summary>
    public CreditScheme SchemeOf(CreditPolicy policy) => Truck is null ? policy.Sources : policy.Trucks;
}

/// <summary>Keys of accounts.</summary>
internal static class CreditKey
{
    private const string Sources = "source/", Trucks = "truck/";

    public static string OfSource(string id) => Sources + id;

    public static string OfTruck(string plate) => Trucks + plate;

    public static string? SourceOf(string key) => key.StartsWith(Sources, StringComparison.Ordinal) ? key[Sources.Length..] : null;

    public static string? TruckOf(string key) => key.StartsWith(Trucks, StringComparison.Ordinal) ? key[Trucks.Length..] : null;

    /// <exception cref="RefusedException">It is no period.</exception>
    public static Period PeriodOf(string text) => Period.TryParse(text, out var period)
        ? period!
        : throw new RefusedException("bad-period", "period", $"'{text}' 不是周期，应为 2026-Q3（季度）或 2026（年）。No period: give e.g. 2026-Q3 or 2026.");
}
