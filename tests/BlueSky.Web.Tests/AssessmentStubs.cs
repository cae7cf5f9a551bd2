using BlueSky.Assessment;
using BlueSky.Messages;

namespace BlueSky.Web.Tests;

/// <summary>An assessment that is computed from fixed figures of the district's only town; only 2021-07 has been run.</summary>
internal sealed class AssessmentStub(string key) : IAssessmentGrain
{
    private const string Known = "2021-07";

    private readonly string[] _parts = key.Split('/');

    public Task<AssessmentRevision> Run(string actor, string reason) => Task.FromResult(Revision(1, actor, reason));

    public Task<AssessmentRevision?> Get(int? revision) =>
        Task.FromResult(_parts[1] != Known || revision > 1 ? null : Revision(1, "甲", ""));

    public Task<RevisionHead[]> History() => Task.FromResult(new[] { Head(Revision(1, "甲", "")) });

    public Task<bool> Verify(int revision) =>
        revision == 1 ? Task.FromResult(true) : throw new RefusedException("not-found", "revision", "没有这一版");

    public Task<AssessmentRevision> Preview() => Task.FromResult(Revision(0, "", "试算"));

    public static RevisionHead Head(AssessmentRevision r) => new(r.Revision, r.At, r.Actor, r.Reason, r.PolicyVersion, r.Digest);

    private AssessmentRevision Revision(int number, string actor, string reason)
    {
        Assert.True(Period.TryParse(_parts[1], out var period));
        var policy = Samples.Policies.Find(_parts[2])!;
        var input = new UnitInput(Samples.Town, policy.TierOf(Samples.Town)?.Id ?? "A")
        {
            Current = new Concentrations(10, 20, 60, 29, 0.9m, 120), Last = new Concentrations(10, 20, 70, 35, 1.0m, 130),
        };
        // A trial may be outside the policy's validity; the stub does not check it.
        var result = Assessor.Run(policy, [input]) with { Period = period };
        var note = new AssessmentInput(Samples.Town, "S1", 3, 2, 31, 27, true) { Notes = "同期O3有效26天，不足27天" };
        return new AssessmentRevision(number, Samples.Noon, actor, reason, policy.Id, policy.Version, [note], result, "d1");
    }
}

internal sealed class AssessmentListStub : IAssessmentListGrain
{
    public Task Note(AssessmentEntry entry) => throw new NotSupportedException();

    public Task<AssessmentEntry[]> All() => Task.FromResult(new[]
    {
        new AssessmentEntry("2021-07", "lanshan-2021", new RevisionHead(2, Samples.Noon, "甲", "修订", "1", "d2")),
        new AssessmentEntry("2021-Q2", "linyi-2016", new RevisionHead(1, Samples.Noon, "system", "", "1", "d3")),
    });
}

internal sealed class AccountStub(World world, string key) : IAccountGrain
{
    public Task<AccountView> Get() => Task.FromResult(View());

    public Task<AccountView> Confirm(string period, int revision, string actor, string reason) =>
        revision == 1 ? Task.FromResult(View()) : throw new RefusedException("unknown-revision", "revision", "没有这一版");

    public Task<AccountView> Settle(string id, string unit, Settlement settlement, string actor)
    {
        world.Settled.Add((key, unit, settlement, actor));
        return Task.FromResult(View());
    }

    private AccountView View()
    {
        var posting = new Posting(1, Samples.Town, Period.Month(2021, 7), 1, 51.5m, Samples.Noon, "甲", "文号");
        var book = new AccountBook { Year = 2021, Postings = [posting] };
        return new AccountView(2021, key.Split('/')[2], [book.AccountOf(Samples.Town)], [], [posting], []);
    }
}
