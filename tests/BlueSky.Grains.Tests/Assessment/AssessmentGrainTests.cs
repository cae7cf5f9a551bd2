using System.Text.Json;
using BlueSky.Messages;
using BlueSky.Queries;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BlueSky.Assessment;

public sealed class AssessmentGrainTests : IAsyncLifetime
{
    private AssessedDistrict _district = null!;

    public async ValueTask InitializeAsync() => _district = await AssessedDistrict.Start();

    public ValueTask DisposeAsync() => _district.DisposeAsync();

    [Fact]
    public async Task A_month_of_13_units_is_scored_ranked_and_explained()
    {
        await _district.EnterHours();
        var run = await _district.Assessment().Run("甲", "");

        Assert.Equal((1, "甲", "", "lanshan-2021", 13), (run.Revision, run.Actor, run.Reason, run.PolicyId, run.Inputs.Length));
        Assert.All(run.Inputs, i => Assert.Equal((31, 27, 744, 744, true, ""), (i.ValidDays, i.NeededDays, i.Hours, i.HoursOfPeriod, i.HasDemo, i.Notes)));
        Assert.Equal([1, 2, 3, 4], Ranks(run, "A"));
        Assert.Equal(8, Ranks(run, "B").Length);
        Assert.All(run.Result.Units, u => Assert.NotEmpty(u.Explanation));
        Assert.Equal(0m, run.Result.Units.Where(u => u.Tier == "B").Sum(u => u.Money)); // the exchange of tier B is zero-sum

        // Unit 1 by hand: the figures of the input are the statistics of its generated hours.
        var days = Enumerable.Range(0, 31).Select(d => AssessedDistrict.Hours(1, AssessedDistrict.August, 31).Skip(d * 24).Take(24).Average(h => h[AirQuality.Pollutant.PM25]!.Value));
        Assert.Equal(decimal.Round(days.Average()), run.Result.Units.Single(u => u.Input.Unit == AssessedDistrict.Unit(1)).Input.Current.PM25);
    }

    [Fact]
    public async Task The_same_inputs_give_the_same_revision_again_and_verify_to_the_digit()
    {
        await _district.EnterHours();
        var first = await _district.Assessment().Run("甲", "");
        var again = await _district.Assessment().Run("乙", "再算一次");

        Assert.Equal((1, first.Digest, "甲"), (again.Revision, again.Digest, again.Actor));
        Assert.Single(await _district.Assessment().History());
        Assert.True(await _district.Assessment().Verify(1));
    }

    [Fact]
    public async Task Hours_outside_the_period_do_not_make_another_revision()
    {
        await _district.EnterHours();
        await _district.Assessment().Run("甲", "");
        await _district.Station(1).Enter([.. AssessedDistrict.Hours(1, Period.Day(new DateOnly(2021, 9, 1)), 1)], AirQuality.DataStage.Raw, "test", "", true);

        Assert.Equal(1, (await _district.Assessment().Run("甲", "九月一日数据已到")).Revision);
    }

    [Fact]
    public async Task A_corrected_hour_gives_a_new_revision_and_leaves_the_old_one_as_it_was()
    {
        await _district.EnterHours();
        var first = await _district.Assessment().Run("甲", "");
        await _district.Correct(1, AssessedDistrict.August.Start.AddHours(30));
        Assert.Equal("no-reason", (await Assert.ThrowsAsync<RefusedException>(() => _district.Assessment().Run("甲", " "))).Reason);
        var second = await _district.Assessment().Run("甲", "1日数据修订");

        Assert.Equal((2, "1日数据修订"), (second.Revision, second.Reason));
        Assert.NotEqual(first.Digest, second.Digest);
        var old = await _district.Assessment().Get(1);
        Assert.Equal((first.Digest, first.Result.Digest), (old!.Digest, old.Result.Digest));
        Assert.True(await _district.Assessment().Verify(1));
        Assert.True(await _district.Assessment().Verify(2));
        Assert.Equal(2, (await _district.Assessment().Get(null))!.Revision);
        Assert.Null(await _district.Assessment().Get(3));
        Assert.Equal("not-found", (await Assert.ThrowsAsync<RefusedException>(() => _district.Assessment().Verify(3))).Reason);
        var audit = await _district.Silo.Queries.Audit("assessment.run", null, null, null, new PageRequest(), TestContext.Current.CancellationToken);
        Assert.Equal(2, audit.Total);
        Assert.Contains(second.Digest, audit.Items[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_is_never_overwritten()
    {
        await _district.EnterHours();
        var first = await _district.Assessment().Run("甲", "");
        var place = _district.Silo.Grains.GetGrain<IAssessmentRevisionGrain>("371302/2021-08/lanshan-2021/1");
        await place.Store(first);

        Assert.Equal("revision-exists", (await Assert.ThrowsAsync<RefusedException>(() => place.Store(first with { Digest = "00" }))).Reason);
        Assert.Equal(first.Digest, (await place.Get())!.Digest);
    }

    [Fact]
    public async Task After_a_restart_the_revisions_are_the_same_to_the_digit()
    {
        await _district.EnterHours();
        var first = await _district.Assessment().Run("甲", "");
        await _district.Silo.Stop();
        await _district.Silo.StartAgain();

        var read = (await _district.Assessment().Get(null))!;
        Assert.Equal((first.Digest, first.Result.Digest), (read.Digest, read.Result.Digest));
        Assert.Equal(first.Result.ToCanonicalText(), read.Result.ToCanonicalText());
        Assert.True(await _district.Assessment().Verify(1));
        Assert.Equal(1, (await _district.Assessment().Run("甲", "再算")).Revision);
    }

    [Fact]
    public async Task A_revision_that_was_stored_before_the_node_died_is_taken_in_by_the_next_run()
    {
        await _district.EnterHours();
        var trial = await _district.Assessment().Preview();
        // What a node leaves that dies right after the first write of a run.
        var orphan = trial with { Revision = 1, Actor = "甲", Reason = "" };
        await _district.Silo.Grains.GetGrain<IAssessmentRevisionGrain>("371302/2021-08/lanshan-2021/1").Store(orphan);
        await _district.Silo.Stop();
        await _district.Silo.StartAgain();
        Assert.Empty(await _district.Assessment().History());
        await _district.Correct(2, AssessedDistrict.August.Start.AddHours(5));
        var next = await _district.Assessment().Run("乙", "接续");

        Assert.Equal(2, next.Revision);
        Assert.Equal(["甲", "乙"], (await _district.Assessment().History()).Select(h => h.Actor));
        var audit = await _district.Silo.Queries.Audit("assessment.run", null, null, null, new PageRequest(), TestContext.Current.CancellationToken);
        Assert.Equal(["乙", "甲"], audit.Items.Select(a => a.Actor));
        var listed = Assert.Single(await _district.Silo.Grains.GetGrain<IAssessmentListGrain>("371302/2021").All());
        Assert.Equal(("2021-08", 2), (listed.Period, listed.Newest.Revision));
    }

    // GB 3095 table 4: a month needs 27 valid days.
    [Fact]
    public async Task A_unit_with_26_valid_days_is_excluded_with_the_reason_and_not_ranked()
    {
        await _district.EnterHours(daysOfFirst: 26);
        var run = await _district.Assessment().Run("甲", "");

        var unit = run.Result.Units.Single(u => u.Input.Unit == AssessedDistrict.Unit(1));
        Assert.Equal((Outcome.Excluded, null, null), (unit.Outcome, unit.Money, unit.RankStatus));
        Assert.Contains("PM2.5有效26天，不足27天", unit.Explanation, StringComparison.Ordinal);
        Assert.Equal((26, 27), (run.Inputs[0].ValidDays, run.Inputs[0].NeededDays));
        Assert.Equal([1, 2, 3], Ranks(run, "A"));
    }

    [Fact]
    public async Task A_result_comes_back_equal_to_the_digit_from_both_serializers()
    {
        await _district.EnterHours(daysOfFirst: 26);
        var run = await _district.Assessment().Run("甲", "");

        var json = JsonSerializer.Deserialize<AssessmentRevision>(JsonSerializer.Serialize(run))!;
        Assert.Equal(run.Result.ToCanonicalText(), json.Result.ToCanonicalText());
        Assert.Equal((run.Digest, run.At), (json.Digest, json.At));
        Assert.Equal(run.Inputs, json.Inputs);

        using var services = new ServiceCollection().AddBlueSkySerialization().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer<AssessmentRevision>>();
        var orleans = serializer.Deserialize(serializer.SerializeToArray(run));
        Assert.Equal(run.Result.ToCanonicalText(), orleans!.Result.ToCanonicalText());
        Assert.Equal(run.Inputs, orleans.Inputs);
    }

    [Theory]
    [InlineData("2021-8", "lanshan-2021", "bad-period")]
    [InlineData("2021-09", "lanshan-2021", "not-over")]
    [InlineData("2021-08", "nowhere-2021", "unknown-policy")]
    [InlineData("2020-08", "lanshan-2021", "not-covered")]
    [InlineData("2021-07", "lanshan-2021", "no-data")]
    [InlineData("2021-08", "linyi-2016", "not-covered")]
    public async Task A_run_that_cannot_be_is_refused_with_its_reason(string period, string policy, string reason)
    {
        await _district.EnterHours();
        var grain = _district.Silo.Grains.GetGrain<IAssessmentGrain>($"371302/{period}/{policy}");

        Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(() => grain.Run("甲", "x"))).Reason);
        Assert.Empty(await grain.History());
    }

    [Fact]
    public async Task A_trial_by_another_policy_stores_nothing()
    {
        await _district.EnterHours();
        var trial = await _district.Assessment(policy: "linyi-2016").Preview();

        Assert.Equal((0, "linyi-2016"), (trial.Revision, trial.PolicyId));
        Assert.Equal(13, trial.Result.Units.Count(u => u.Money is not null));
        Assert.Null(await _district.Assessment(policy: "linyi-2016").Get(null));
        Assert.Empty(await _district.Silo.Grains.GetGrain<IAssessmentListGrain>("371302/2021").All());
    }

    private static int[] Ranks(AssessmentRevision run, string tier) =>
        [.. run.Result.Units.Where(u => u.Tier == tier).Select(u => u.RankStatus).OfType<int>().Order()];
}
