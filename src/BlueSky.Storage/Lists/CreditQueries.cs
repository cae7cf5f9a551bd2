using BlueSky.Queries;

namespace BlueSky.Storage;

/// <summary>What lists of credit read, on either engine.</summary>
internal sealed class CreditQueries(Engine engine) : ICreditQueries
{
    private static readonly Dictionary<string, string> CreditColumns = new()
    {
        ["score"] = "score",
        ["source"] = "source_id",
        ["name"] = "name",
        ["town"] = "town",
        ["kind"] = "kind",
        ["deductions"] = "deductions",
    };

    private static readonly Dictionary<string, string> TruckColumns = new()
    {
        ["plate"] = "plate",
        ["fleet"] = "fleet",
        ["town"] = "town",
        ["points"] = "points",
        ["outUntil"] = "out_until",
    };

    public Task<Page<CreditRow>> Credit(CreditFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var list = new Listing(engine, "credit", "period, source_id")
            .Where("period = {0}", filter.Period)
            .Where("town = {0}", filter.Town)
            .Where("department = {0}", filter.Department)
            .Where("kind = {0}", filter.Kind)
            .Where("grade = {0}", filter.Grade)
            .Where("score < {0}", filter.Below)
            .Where("score >= {0}", filter.AtLeast)
            .Where(filter.Frozen == true ? "revision >= {0}" : "revision < {0}", filter.Frozen is null ? null : 1)
            .Where("differs = {0}", filter.Differs)
            .Where(filter.Pending == true ? "pending >= {0}" : "pending < {0}", filter.Pending is null ? null : 1)
            .Contains(filter.Text, "source_id", "name");
        return list.Page(page, "document", r => Documents.Read<CreditRow>(r, 0), "score, source_id", "source_id", CreditColumns, cancellation);
    }

    public Task<Page<MuckTruckRow>> MuckTrucks(MuckTruckFilter filter, PageRequest page, CancellationToken cancellation)
    {
        var list = new Listing(engine, "muck_truck")
            .Where("town = {0}", filter.Town)
            .Where("fleet = {0}", filter.Fleet)
            .Where("is_closed = {0}", filter.Closed)
            .Where("is_retired = {0}", filter.Retired)
            .Where("grade = {0}", filter.Grade)
            .Where(filter.Out == true ? "out_until > {0}" : "(out_until IS NULL OR out_until <= {0})", filter.Out is null ? null : filter.Now)
            .Contains(filter.Text, "plate");
        return list.Page(page, "document", r => Documents.Read<MuckTruckRow>(r, 0), "plate", "plate", TruckColumns, cancellation);
    }
}
