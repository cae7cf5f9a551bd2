using BlueSky.Assessment;

namespace BlueSky.Tests.Assessment;

public class PolicyFileTests
{
    [Fact]
    public void All_shipped_policies_load_and_every_figure_is_cited()
    {
        var policies = PolicyFile.LoadAll(Shipped.Directory);

        Assert.Equal(
            ["jinan-2019", "jinan-2022", "jining-2020", "lanshan-2021", "linyi-2015", "linyi-2016", "qingdao-2015", "shandong-2014", "shandong-2015", "shandong-2017",
                "taian-2017", "taian-2020", "taian-2021", "zaozhuang-2019", "zaozhuang-2022", "zaozhuang-shizhong-2022"],
            policies.Select(p => p.Id));
        Assert.Equal(policies.Count, policies.Select(p => p.Digest).Distinct().Count());
    }

    [Theory]
    [InlineData("\"id\": \"linyi-2016\"", "\"id\": \"linyi\"", "id", "file's name")]
    [InlineData("\"from\": \"2016-04-01\"", "\"from\": \"1 April\"", "validity.value.from", "YYYY-MM-DD")]
    [InlineData("\"from\": \"2016-04-01\", \"to\": null", "\"from\": \"2016-04-01\", \"to\": \"2015-01-01\"", "validity.value", "ends before")]
    [InlineData("\"pm25\": 0.6", "\"pm25\": 0.7", "tiers[0].rule.weights.value", "must add up to 1")]
    [InlineData("\"pm25\": 0.6", "\"pm2.5\": 0.6", "tiers[0].rule.weights.value.pm2.5", "so2")]
    [InlineData("\"coefficient\": {", "\"coeficient\": {", "tiers[0].rule.coeficient", "coefficient")]
    [InlineData("\"mode\": \"renormalise\"", "\"mode\": \"guess\"", "tiers[0].rule.missing.value.mode", "renormalise, substitute")]
    [InlineData("\"mode\": \"renormalise\"", "\"mode\": \"substitute\"", "tiers[0].rule.missing.value", "standIns")]
    [InlineData("\"kind\": \"linear\"", "\"kind\": \"magic\"", "tiers[0].rule.kind", "linear, relative")]
    [InlineData("[\"quarter\"]", "[\"fortnight\"]", "periods.value[0]", "half-year")]
    [InlineData("\"moneyDecimals\": { \"value\": 2, \"mark\": \"D\"", "\"moneyDecimals\": { \"value\": 2, \"mark\": \"X\"", "moneyDecimals.mark", "T, S, K, D")]
    [InlineData("\"moneyDecimals\": { \"value\": 2,", "\"moneyDecimals\": { \"value\": \"two\",", "moneyDecimals.value", "whole number")]
    [InlineData("\"version\": \"1\"", "\"version\": \"\"", "version", "not empty")]
    [InlineData("\"version\": \"1\"", "\"version\": \"1\", \"version\": \"2\"", "", "not valid JSON")]
    [InlineData("\"comparison\"", "\"compare\"", "compare", "comparison")]
    public void A_fault_names_file_field_and_fix(string from, string to, string field, string fix)
    {
        var text = Shipped.Text("linyi-2016");
        Assert.Contains(from, text, StringComparison.Ordinal);

        var fault = Assert.Throws<PolicyException>(() => PolicyFile.Parse(text.Replace(from, to, StringComparison.Ordinal), "linyi-2016.json"));

        Assert.Equal("linyi-2016.json", fault.File);
        Assert.Equal(field, fault.Field);
        Assert.Contains(fix, fault.Fix, StringComparison.Ordinal);
        Assert.StartsWith("linyi-2016.json", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zero_sum_table_with_different_ends_is_refused()
    {
        var text = Shipped.Text("jinan-2022").Replace("\"last\": [{\"places\": 20", "\"last\": [{\"places\": 19", StringComparison.Ordinal)
            .Replace("\"last\": [{ \"places\": 20", "\"last\": [{ \"places\": 19", StringComparison.Ordinal);

        var fault = Assert.Throws<PolicyException>(() => PolicyFile.Parse(text, "jinan-2022.json"));

        Assert.Equal("tiers[0].rule.awards.value", fault.Field);
        Assert.Contains("zero-sum", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_and_order_of_fields_do_not_change_the_digest_but_a_figure_does()
    {
        var policy = Shipped.Policy("linyi-2016");

        Assert.Equal(policy.Digest, Shipped.With("linyi-2016", "\n", "\n  ").Digest);
        Assert.NotEqual(policy.Digest, Shipped.With("linyi-2016", "\"version\": \"1\"", "\"version\": \"2\"").Digest);
    }

    [Fact]
    public void Lanshan_knows_its_four_streets_seven_towns_and_the_zone()
    {
        var policy = Shipped.Policy("lanshan-2021");

        Assert.Equal([4, 7, 1], policy.Tiers.Select(t => t.Members.Value.Count));
        Assert.Equal("A", policy.TierOf("371302004")?.Id);
        Assert.Equal("B", policy.TierOf("义堂镇")?.Id);
        Assert.Null(policy.TierOf("罗西街道")); // belongs to the city's high-tech zone
    }

    [Fact]
    public void A_missing_file_is_said()
    {
        var fault = Assert.Throws<PolicyException>(() => PolicyFile.Load(Path.Combine(Shipped.Directory, "nowhere-1999.json")));

        Assert.Equal("nowhere-1999.json", fault.File);
    }
}
