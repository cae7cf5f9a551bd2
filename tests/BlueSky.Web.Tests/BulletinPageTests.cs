using System.Net;
using System.Text.RegularExpressions;
using BlueSky.Access;
using BlueSky.Bulletins;

namespace BlueSky.Web.Tests;

public sealed partial class BulletinPageTests
{
    private static readonly Bulletin Bulletin = SampleRun.Bulletin();

    [Fact]
    public void Sections_come_in_the_order_of_real_bulletins()
    {
        var titles = Headings().Matches(BulletinPage.Render(Bulletin)).Select(m => m.Groups[1].Value);
        Assert.Equal(["一、全区环境空气质量状况", "二、城区站点排名", "三、城区与镇街排名", "四、生态补偿", "五、数据说明"], titles);
    }

    [Fact]
    public void A_unit_whose_name_is_markup_is_encoded_everywhere()
    {
        var html = BulletinPage.Render(Bulletin, "bulletin.xlsx?policy=a&revision=2");
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;&amp;&quot;&#x27;名", html, StringComparison.Ordinal);
        Assert.Contains("href=\"bulletin.xlsx?policy=a&amp;revision=2\"", html, StringComparison.Ordinal);
        Assert.Contains(Bulletin.Compensation.Lines, l => l.Unit == SampleRun.Nasty);
    }

    [Fact]
    public void Figures_are_printed_with_decimals_signs_and_units()
    {
        var text = WebUtility.HtmlDecode(BulletinPage.Render(Bulletin));
        foreach (var p in Bulletin.Status.Pollutants)
        {
            var unit = p.Pollutant == AirQuality.Pollutant.CO ? "mg/m³" : "μg/m³";
            Assert.Contains(FormattableString.Invariant($">{p.Current!.Value.ToString("F" + p.Digits, null)} {unit}<"), text, StringComparison.Ordinal);
        }

        Assert.Contains(FormattableString.Invariant($"环境空气综合指数为{Bulletin.Status.Index:F2}，上年同期为{Bulletin.Status.IndexLast:F2}，改善{Bulletin.Status.Improvement:F1}%。"), text, StringComparison.Ordinal);
        foreach (var line in Bulletin.Compensation.Lines.Where(l => l.Money is not null))
            Assert.Contains($">{Cell.Change(line.Money, 2).Print()}<", text, StringComparison.Ordinal);
        Assert.Contains("2021-09-05 09:30 生成（北京时间）", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6.8, 1, "%", "+6.8%")]
    [InlineData(-2d, 1, "%", "-2.0%")]
    [InlineData(0d, 1, "%", "0.0%")]
    [InlineData(null, 1, "%", "—")]
    public void A_change_shows_its_direction_and_a_missing_one_a_dash(double? value, int decimals, string unit, string printed) =>
        Assert.Equal(printed, Cell.Change((decimal?)value, decimals, unit).Print());

    [Fact]
    public void Demonstration_data_are_named_on_the_page_and_only_then()
    {
        Assert.Contains("class=\"watermark\"", BulletinPage.Render(Bulletin), StringComparison.Ordinal);
        Assert.Contains("不得用于考核和资金结算", BulletinPage.Render(Bulletin), StringComparison.Ordinal);
        var real = BulletinPage.Render(SampleRun.Bulletin(SampleRun.Make(isDemo: false)));
        Assert.DoesNotContain("class=\"watermark\"", real, StringComparison.Ordinal);
        Assert.DoesNotContain("不得用于考核和资金结算", real, StringComparison.Ordinal);
    }

    [Fact]
    public void The_notes_name_every_unit_without_amount_with_its_reason_and_every_default()
    {
        var text = WebUtility.HtmlDecode(BulletinPage.Render(Bulletin));
        var notes = text[text.IndexOf("五、数据说明", StringComparison.Ordinal)..];
        Assert.Contains("<td>半程镇", notes.Replace(" class=\"long\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("有效天数19天，少于27天", notes, StringComparison.Ordinal);
        Assert.Contains("[D] 默认值，待区局确认", notes, StringComparison.Ordinal);
        Assert.Contains("重算原因：站点数据修订", notes, StringComparison.Ordinal);
        Assert.Contains(Bulletin.Digest, notes, StringComparison.Ordinal);
        Assert.Contains("沂河小区（1618A）", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_tier_says_so_in_place_of_rows()
    {
        var html = BulletinPage.Render(SampleRun.Bulletin(SampleRun.Make(withTowns: false)));
        Assert.Contains("城区及周边镇街：综合指数排名与改善率排名</caption>", html, StringComparison.Ordinal);
        Assert.Contains("<td colspan=\"7\">本期无数据</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_and_workbook_are_served_for_a_run_with_the_strict_policy_and_nothing_from_elsewhere()
    {
        await using var web = await WithRun();
        var client = web.Client(Scopes.Read);
        var page = await client.Read("/api/v1/assessments/2021-08/bulletin");
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var html = await page.Text();
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        var workbook = await client.Read("/api/v1/assessments/2021-08/bulletin.xlsx?policy=lanshan-2021&revision=2");
        Assert.Equal(BulletinWorkbook.MediaType, workbook.Content.Headers.ContentType?.MediaType);
        Assert.Equal("bulletin-371302-2021-08-lanshan-2021-r2.xlsx", workbook.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("PK"u8.ToArray(), (await workbook.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))[..2]);
    }

    [Theory]
    [InlineData("2021-09/bulletin")]
    [InlineData("2021-08/bulletin?revision=3")]
    [InlineData("2021-08/bulletin.xlsx?policy=linyi-2016")]
    public async Task Without_a_run_the_answer_is_not_found(string path)
    {
        await using var web = await WithRun();
        await (await web.Client(Scopes.Read).Read("/api/v1/assessments/" + path)).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("2021-13/bulletin", "period")]
    [InlineData("2021-08/bulletin?policy=nobody", "policy")]
    [InlineData("2021-08/bulletin.xlsx?revision=0", "revision")]
    [InlineData("2019-08/bulletin", "policy")]
    public async Task What_cannot_be_a_bulletin_is_refused_by_field(string path, string field)
    {
        await using var web = await WithRun();
        Assert.Equal([field], await (await web.Client(Scopes.Read).Read("/api/v1/assessments/" + path)).Fields());
    }

    private static async Task<TestWeb> WithRun()
    {
        var web = await TestWeb.Borrow();
        web.World.Runs["371302/2021-08/lanshan-2021"] = [SampleRun.Make()];
        return web;
    }

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex Headings();
}
