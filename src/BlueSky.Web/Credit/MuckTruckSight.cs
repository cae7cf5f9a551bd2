using BlueSky.Access;
using BlueSky.Queries;

namespace BlueSky.Web;

/// <summary>How much of the muck trucks (渣土车) a caller sees, by the API and by the console: a town its own, and whole plates who acts for a unit.</summary>
internal static class MuckTruckSight
{
    /// <summary>The filter as far as the caller sees.</summary>
    /// <exception cref="InvalidRequestException">It asks for another town's by name, or searches plates without a unit.</exception>
    public static MuckTruckFilter Narrow(MuckTruckFilter filter, Actor by)
    {
        // A plate that is masked must not be found character by character either.
        if (by.Unit is null && filter.Text is not null) throw new InvalidRequestException("text", "needs-unit", "车牌只对有单位的人员可查。Only who acts for a unit may search plates.");
        if (by.Unit is not { Kind: UnitKind.Town } town) return filter;
        if (filter.Town is not null && filter.Town != town.Code)
            throw new InvalidRequestException("town", "not-yours", $"只能查看本镇街（{town.Code}）的渣土车。A town sees its own trucks alone.");
        return filter with { Town = town.Code };
    }

    /// <summary>Rows as the caller may read them.</summary>
    public static Page<MuckTruckAnswer> Answers(Page<MuckTruckRow> rows, Actor by) =>
        new([.. rows.Items.Select(r => MuckTruckAnswer.Of(r, masked: by.Unit is null))], rows.Total, rows.Number, rows.Size);
}
