namespace BlueSky.Assessment;

public sealed class AssessmentCalendarGrainTests
{
    [Fact]
    public async Task Each_period_is_run_once_also_after_a_restart_and_when_the_clock_jumps()
    {
        await using var district = await AssessedDistrict.Start([PeriodType.Day, PeriodType.ToDate, PeriodType.Month], AssessedDistrict.At(9, 1, 7));
        await district.EnterHours();
        IAssessmentCalendarGrain Calendar() => district.Silo.Grains.GetGrain<IAssessmentCalendarGrain>("371302");

        // On the 1st: the 31 days and the month so far; the month itself is due from the 2nd.
        var first = await Calendar().RunDue();
        Assert.Equal(32, first.Length);
        Assert.Contains(first, r => r.Period == "2021-08-01..2021-08-31");
        Assert.Empty(await Calendar().RunDue());

        district.Clock.Set(AssessedDistrict.At(9, 2, 7));
        var second = Assert.Single(await Calendar().RunDue());
        Assert.Equal(("2021-08", 1), (second.Period, second.Revision));

        await district.Silo.Stop();
        await district.Silo.StartAgain();
        Assert.Empty(await Calendar().RunDue());
        await district.Silo.Stop();
        district.Clock.Set(AssessedDistrict.At(8, 20, 7));
        await district.Silo.StartAgain();
        Assert.DoesNotContain(await Calendar().RunDue(), r => !r.Period.Contains("..", StringComparison.Ordinal));
        district.Clock.Set(AssessedDistrict.At(9, 12, 7));
        Assert.Empty(await Calendar().RunDue());

        var listed = await district.Silo.Grains.GetGrain<IAssessmentListGrain>("371302/2021").All();
        Assert.All(listed, e => Assert.Equal(1, e.Newest.Revision));
        Assert.Equal(listed.Length, (await Calendar().Runs()).Length);
    }

    [Fact]
    public async Task A_month_whose_data_come_late_is_run_when_they_are_there()
    {
        await using var district = await AssessedDistrict.Start([PeriodType.Month]);
        var calendar = district.Silo.Grains.GetGrain<IAssessmentCalendarGrain>("371302");
        await calendar.StartWatch();
        Assert.Empty(await calendar.RunDue());
        await district.EnterHours();

        Assert.Equal("2021-08", Assert.Single(await calendar.RunDue()).Period);
        Assert.Equal("system", (await district.Assessment().Get(1))!.Actor);
    }
}
