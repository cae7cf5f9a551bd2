using BlueSky.Credit;
using BlueSky.Queries;

namespace BlueSky.Web;

/// <summary>Which places of the red and the black list (红黑榜), and in which order; null means any. The same for the API and the console.</summary>
/// <param name="List">Which list.</param>
/// <param name="Kind">Kind code.</param>
/// <param name="Town">Town code.</param>
internal sealed record RedBlackFilter(CreditList? List = null, string? Kind = null, string? Town = null)
{
    private static readonly Dictionary<string, Func<ListPlace, IComparable>> Orders = new(StringComparer.Ordinal)
    {
        ["rank"] = p => p.Rank,
        ["score"] = p => p.Score,
        ["source"] = p => p.Source,
        ["town"] = p => p.Town,
        ["kind"] = p => p.Kind,
    };

    /// <summary>Columns that the list can be ordered by; the order of the drawing without any.</summary>
    public static IReadOnlyList<string> Sortable { get; } = [.. Orders.Keys];

    /// <summary>A page of the places that fit; none where no lists are.</summary>
    public Page<ListPlace> Page(DrawnLists? drawn, PageRequest page)
    {
        IEnumerable<ListPlace> fit = (drawn?.Places ?? []).Where(p => (List is null || p.List == List) && (Kind is null || p.Kind == Kind) && (Town is null || p.Town == Town));
        if (page.Sort.Length > 0)
        {
            var order = Orders[page.Sort];
            fit = (page.Descending ? fit.OrderByDescending(order) : fit.OrderBy(order)).ThenBy(p => p.Source, StringComparer.Ordinal);
        }

        var places = fit.ToList();
        return new([.. places.Skip((page.Number - 1) * page.Size).Take(page.Size)], places.Count, page.Number, page.Size);
    }
}
