using BlueSky.Assessment;
using CsCheck;

namespace BlueSky.Tests.Assessment;

public class AssessmentPropertyTests
{
    private static readonly Policy Lanshan = Shipped.Policy("lanshan-2021");
    private static readonly Policy Linyi = Shipped.Policy("linyi-2016");
    private static readonly Policy Jinan = Shipped.Policy("jinan-2022");

    private static readonly Gen<decimal> Micrograms = Gen.Int[0, 300].Select(i => (decimal)i);

    /// <summary>Few different values, so that ties are common.</summary>
    private static readonly Gen<decimal?[]> Values = Gen.Int[0, 6].Select(i => i == 0 ? null : (decimal?)i / 10).Array[0, 30];

    private static readonly Gen<UnitInput[]> Towns =
        Gen.Select(Gen.Int[300, 312], Gen.Int[-6, 6], (index, rate) => (index, rate)).Array[0, 60]
            .Select(rows => rows.Select((r, i) => Shipped.Published($"镇{i:00}", "B", r.index / 100m, r.rate)).ToArray());

    private static readonly Gen<UnitInput> City =
        Gen.Select(Micrograms.Array[8], v => Shipped.Four("市", "县区", (v[0], v[1]), (v[2], v[3]), (v[4], v[5]), (v[6], v[7])));

    [Fact]
    public void A_rank_is_one_more_than_the_number_of_better_units_from_either_end() => Values.Sample(values =>
    {
        var ranking = Ranking.Of(values, smallerIsBetter: true);
        for (var i = 0; i < values.Length; i++)
        {
            if (ranking.FromTop(i) != (values[i] is null ? null : 1 + values.Count(v => v < values[i]))) return false;
            if (ranking.FromBottom(i) != (values[i] is null ? null : 1 + values.Count(v => v > values[i]))) return false;
        }

        return ranking.Count == values.Count(v => v is not null);
    });

    [Fact]
    public void Larger_is_better_is_the_mirror_of_smaller_is_better() => Values.Sample(values =>
    {
        var (up, down) = (Ranking.Of(values, smallerIsBetter: true), Ranking.Of(values, smallerIsBetter: false));
        return Enumerable.Range(0, values.Length).All(i => up.FromTop(i) == down.FromBottom(i));
    });

    [Fact]
    public void The_order_of_the_inputs_changes_nothing() => Gen.Select(Towns, Gen.Int).Sample((towns, seed) =>
    {
        var shuffled = towns.ToArray();
        new Random(seed).Shuffle(shuffled);
        return Assessor.Run(Lanshan, towns).ToCanonicalText() == Assessor.Run(Lanshan, shuffled).ToCanonicalText();
    });

    [Fact]
    public void A_zero_sum_policy_pays_out_what_it_takes_in() => Towns.Sample(towns =>
        Assessor.Run(Lanshan, towns).Units.Sum(u => u.Money ?? 0) == 0 && Assessor.Run(Jinan, towns).Units.Sum(u => u.Money ?? 0) == 0);

    [Fact]
    public void The_parts_of_an_amount_add_up_to_it() => Gen.Select(City, Towns).Sample((city, towns) =>
        Assessor.Run(Linyi, [city]).Units.Concat(Assessor.Run(Lanshan, towns).Units).All(u => u.Money == u.Parts.Sum(p => p.Amount)));

    [Fact]
    public void Two_steps_of_the_linear_rule_add_up_to_one() => Micrograms.Array[12].Sample(v =>
    {
        static decimal Money((decimal, decimal) a, (decimal, decimal) b, (decimal, decimal) c, (decimal, decimal) d) =>
            Assessor.Run(Linyi, [Shipped.Four("市", "县区", a, b, c, d)]).Units[0].Money.GetValueOrDefault();
        return Money((v[0], v[1]), (v[3], v[4]), (v[6], v[7]), (v[9], v[10])) + Money((v[1], v[2]), (v[4], v[5]), (v[7], v[8]), (v[10], v[11]))
            == Money((v[0], v[2]), (v[3], v[5]), (v[6], v[8]), (v[9], v[11]));
    });

    [Fact]
    public void A_looser_cap_never_makes_an_amount_smaller() => Gen.Select(City, Gen.Int[0, 400], Gen.Int[0, 400]).Sample((city, a, b) =>
    {
        decimal Size(int cap) => Math.Abs(
            Assessor.Run(Shipped.With("linyi-2016", "\"reward\": null, \"penalty\": null", $"\"reward\": {cap}, \"penalty\": {cap}"), [city]).Units[0].Money.GetValueOrDefault());
        var (tight, loose) = (Size(Math.Min(a, b)), Size(Math.Max(a, b)));
        return tight <= loose && tight <= Math.Min(a, b);
    });

    [Fact]
    public void A_lower_index_with_the_same_rate_never_scores_less() => Towns.Sample(towns =>
    {
        var units = Assessor.Run(Lanshan, towns).Units;
        return units.All(a => units.All(b => a.Input.Improvement != b.Input.Improvement || a.Index > b.Index || a.Score >= b.Score || units.Count == 1));
    });
}
