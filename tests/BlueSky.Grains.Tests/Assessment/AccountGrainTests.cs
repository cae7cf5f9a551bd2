using BlueSky.Messages;
using BlueSky.Queries;

namespace BlueSky.Assessment;

public sealed class AccountGrainTests
{
    [Fact]
    public async Task A_corrected_month_is_posted_as_the_difference_and_settlements_lower_what_is_open()
    {
        await using var district = await AssessedDistrict.Start();
        await district.EnterHours();
        var first = await district.Assessment().Run("甲", "");
        var account = district.Silo.Grains.GetGrain<IAccountGrain>("371302/2021/lanshan-2021");
        var unit = AssessedDistrict.Unit(1);
        decimal Money(AssessmentRevision run) => run.Result.Units.Single(u => u.Input.Unit == unit).Money!.Value;

        var view = await account.Confirm("2021-08", 1, "财政局", "兰财〔2021〕1号");
        Assert.Equal(Money(first), view.Units.Single(u => u.Unit == unit).Balance);
        Assert.Equal(view.Postings.Length, (await account.Confirm("2021-08", 1, "财政局", "又一次")).Postings.Length);

        for (var hour = 1; hour <= 72; hour++) await district.Correct(1, AssessedDistrict.August.Start.AddHours(hour));
        var second = await district.Assessment().Run("甲", "数据修订");
        Assert.NotEqual(Money(first), Money(second));
        view = await account.Confirm("2021-08", 2, "财政局", "兰财〔2021〕2号");
        Assert.Equal([Money(first), Money(second) - Money(first)], view.Postings.Where(p => p.Unit == unit).Select(p => p.Amount));
        Assert.Equal(Money(second), view.Units.Single(u => u.Unit == unit).Balance);
        Assert.Equal("conflict", (await Assert.ThrowsAsync<RefusedException>(() => account.Confirm("2021-08", 1, "财政局", "退回"))).Reason);

        var settlement = new Settlement(new DateOnly(2021, 9, 1), Money(second), "兰财〔2021〕3号");
        await account.Settle("s-1", unit, settlement, "出纳");
        await account.Settle("s-1", unit, settlement, "出纳");
        await district.Silo.Stop();
        await district.Silo.StartAgain();
        view = await district.Silo.Grains.GetGrain<IAccountGrain>("371302/2021/lanshan-2021").Get();
        var mine = view.Units.Single(u => u.Unit == unit);
        Assert.Equal((Money(second), 0m), (mine.Settled, mine.Outstanding));
        var audit = await district.Silo.Queries.Audit(null, "371302/2021/lanshan-2021", null, null, new PageRequest(), TestContext.Current.CancellationToken);
        Assert.Equal(["account.settled", "account.confirmed", "account.confirmed"], audit.Items.Select(a => a.Action));
    }

    [Fact]
    public async Task What_an_account_does_not_take_is_refused_with_its_reason()
    {
        await using var district = await AssessedDistrict.Start();
        var account = district.Silo.Grains.GetGrain<IAccountGrain>("371302/2021/lanshan-2021");
        async Task Refused(string reason, Func<Task> act) => Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(act)).Reason);

        await Refused("unknown-revision", () => account.Confirm("2021-08", 1, "甲", "文号"));
        await Refused("bad-period", () => account.Confirm("八月", 1, "甲", "文号"));
        await Refused("no-reason", () => account.Confirm("2021-08", 1, "甲", ""));
        await Refused("unknown-unit", () => account.Settle("s-1", "nobody", new Settlement(new DateOnly(2021, 9, 1), 1, "文号"), "甲"));
        await Refused("future", () => account.Settle("s-1", AssessedDistrict.Unit(1), new Settlement(new DateOnly(2021, 9, 3), 1, "文号"), "甲"));
        await Refused("conflict", () => account.Settle("s-1", AssessedDistrict.Unit(1), new Settlement(new DateOnly(2021, 9, 1), 0, "文号"), "甲"));
        Assert.Empty((await account.Get()).Settlements);
    }
}
