using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Sources;
using BlueSky.Violations;

namespace BlueSky.Web;

/// <summary>
/// Who sees which problems and sources, on pages and by the API: of problems a town and a department their own alone, of sources a town
/// its own; all others every one.
/// </summary>
internal static class Sight
{
    private static readonly Refusal OtherTowns = new("not-yours", "id", "只能查看本镇街的污染源。", "A town sees its own sources alone.") { Ground = RefusalGround.NotPermitted };

    /// <summary>Code of the unit that a caller's sight ends at; null when it has no end.</summary>
    public static string? EndOf(Actor by) => by.Unit is { Kind: UnitKind.Town or UnitKind.Department } own ? own.Code : null;

    /// <summary>The filter as far as the caller sees.</summary>
    /// <exception cref="InvalidRequestException">It asks for another unit's by name.</exception>
    public static ViolationFilter Narrow(ViolationFilter filter, Actor by)
    {
        if (by.Unit is not { Kind: UnitKind.Town or UnitKind.Department } own) return filter;
        var (field, asked) = own.Kind == UnitKind.Town ? ("town", filter.Town) : ("department", filter.Department);
        if (asked is not null && asked != own.Code)
            throw new InvalidRequestException(field, "not-yours", $"只能查看本单位（{own.Code}）的问题。A unit sees its own problems alone.");
        return own.Kind == UnitKind.Town ? filter with { Town = own.Code } : filter with { Department = own.Code };
    }

    /// <summary>Code of the town that a caller's sight of the register ends at; null when it has no end: a department reads the whole list.</summary>
    public static string? TownOf(Actor by) => by.Unit is { Kind: UnitKind.Town } own ? own.Code : null;

    /// <summary>The filter of sources as far as the caller sees. What it asks for of another town is left out.</summary>
    public static SourceFilter Narrow(SourceFilter filter, Actor by) => TownOf(by) is { } own ? filter with { Town = own } : filter;

    /// <summary>The same for who is to be told: a page leaves the other town out, but rows in an answer would pass for that town's.</summary>
    /// <exception cref="InvalidRequestException">It asks for another town's by name.</exception>
    public static SourceFilter NarrowOrRefuse(SourceFilter filter, Actor by) => filter.Town is not { } town || MaySeeTown(town, by)
        ? Narrow(filter, by)
        : throw new InvalidRequestException("town", "not-yours", $"只能查看本镇街（{TownOf(by)}）的污染源。A town sees its own sources alone.");

    /// <summary>The source of a request as far as the caller sees; null when there is none.</summary>
    /// <exception cref="RefusedException">It is another town's.</exception>
    public static async Task<SourceView?> Find(string id, IGrainFactory grains, Actor by)
    {
        var view = Ids.IsSource(id) ? await grains.GetGrain<ISourceGrain>(id).Get() : null;
        return view is null || MaySeeTown(view.Registration.Town, by) ? view : throw new RefusedException(OtherTowns);
    }

    /// <summary>True when the caller sees what belongs to this town.</summary>
    public static bool MaySeeTown(string town, Actor by) => TownOf(by) is not { } own || own == town;

    /// <summary>True when the caller sees this problem.</summary>
    public static bool MaySee(ViolationView view, Actor by) =>
        // A silo of before, during an upgrade, knows of no loop.
        EndOf(by) is not { } own || view.Loop is not { } loop || own == loop.Town.Code || own == loop.Industry.Code;
}
