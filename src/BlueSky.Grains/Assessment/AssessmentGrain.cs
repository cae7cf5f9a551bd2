using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.Assessment;

/// <summary>The stored form of a period: heads of its revisions, each revision being a state of its own.</summary>
internal sealed class AssessmentState
{
    public List<RevisionHead> Revisions { get; set; } = [];
}

/// <summary>
/// One period under one policy. A run stores the revision, then the audit entry, then the list, then its own index: a node that dies
/// in between leaves a revision that the next run finds and takes in, so that no number is given twice and nothing is unaudited.
/// </summary>
internal sealed class AssessmentGrain(
    [PersistentState("assessment")] IPersistentState<AssessmentState> state, PolicyCatalog policies, AssessmentPlan plan, District district,
    IPublication publication, TimeProvider clock) : Grain, IAssessmentGrain
{
    private List<RevisionHead> Heads => state.State.Revisions;

    private string Key => this.GetPrimaryKeyString();

    public async Task<AssessmentRevision> Run(string actor, string reason)
    {
        var (key, policy) = Open();
        await TakeInOrphan(key);
        var computed = await Compute(policy, key.Period);
        if (Heads.Count > 0 && Heads[^1].Digest == computed.Digest) return (await Revision(Heads.Count).Get())!;
        if (Heads.Count > 0 && string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("no-reason", "reason", "数据或办法已变，重新考核须说明原因。Inputs have changed: say why it is run again.");
        var revision = new AssessmentRevision(
            Heads.Count + 1, clock.GetUtcNow().ToChina(), actor, Heads.Count == 0 ? "" : reason, policy.Id, policy.Version, computed.Inputs, computed.Result,
            computed.Digest);
        await GrainFactory.GetGrain<IPolicyTextGrain>(policy.Digest).Keep(policy.Id, policies.TextOf(policy.Id)!);
        await Revision(revision.Revision).Store(revision);
        await Publish(key, revision);
        return revision;
    }

    public async Task<AssessmentRevision?> Get(int? revision)
    {
        var number = revision ?? Heads.Count;
        return number >= 1 && number <= Heads.Count ? await Revision(number).Get() : null;
    }

    public Task<RevisionHead[]> History() => Task.FromResult(Heads.ToArray());

    public async Task<bool> Verify(int revision)
    {
        var stored = await Get(revision)
            ?? throw new RefusedException("not-found", "revision", $"{Key} 没有第 {revision} 版。There is no such revision.");
        var computation = new AssessmentComputation(GrainFactory, await PolicyOf(stored), stored.Result.Period!);
        var computed = await computation.Run(AssessmentComputation.TargetsOf(stored));
        return computed.Digest == stored.Digest && computed.Result.Digest == stored.Result.Digest;
    }

    public async Task<AssessmentRevision> Preview()
    {
        var (key, policy) = Open();
        var asIfInForce = policy with
        {
            Validity = policy.Validity with { Value = new Validity(DateOnly.MinValue, null) },
            Periods = policy.Periods with { Value = Enum.GetValues<PeriodType>() },
        };
        var computed = await Compute(asIfInForce, key.Period);
        return new AssessmentRevision(
            0, clock.GetUtcNow().ToChina(), "", "试算", policy.Id, policy.Version, computed.Inputs, computed.Result, computed.Digest);
    }

    private (AssessmentKey Key, Policy Policy) Open()
    {
        var key = AssessmentKey.Parse(Key);
        if (key.District != district.Code) throw new RefusedException("unknown-district", "", $"没有代码为 {key.District} 的区。Unknown district.");
        if (key.Period.End > clock.GetUtcNow())
            throw new RefusedException("not-over", "period", $"{key.Period} 尚未结束，请用累计时段。The period is not over: use one to date, e.g. 2021-08-01..2021-08-15.");
        var policy = policies.Find(key.Policy)
            ?? throw new RefusedException("unknown-policy", "policy", $"没有办法 {key.Policy}，可选：{string.Join("、", policies.All.Select(p => p.Id))}。Unknown policy.");
        return (key, policy);
    }

    private Task<Computed> Compute(Policy policy, Period period) =>
        new AssessmentComputation(GrainFactory, policy, period).Run(AssessmentComputation.TargetsOf(policy, district, plan));

    private async Task<Policy> PolicyOf(AssessmentRevision stored)
    {
        if (policies.Find(stored.PolicyId) is { } current && current.Digest == stored.Result.PolicyDigest) return current;
        var kept = await GrainFactory.GetGrain<IPolicyTextGrain>(stored.Result.PolicyDigest).Get()
            ?? throw new RefusedException("policy-changed", "policy", $"{stored.PolicyId} 版本 {stored.PolicyVersion} 的原文已不存在。The policy's text of that version is not kept.");
        return PolicyFile.Parse(kept.Text, kept.Id + ".json");
    }

    private async Task TakeInOrphan(AssessmentKey key)
    {
        if (await Revision(Heads.Count + 1).Get() is { } orphan) await Publish(key, orphan);
    }

    private async Task Publish(AssessmentKey key, AssessmentRevision revision)
    {
        var head = new RevisionHead(revision.Revision, revision.At, revision.Actor, revision.Reason, revision.PolicyVersion, revision.Digest);
        await publication.Append([new AuditEntry(
            revision.At, revision.Actor, "assessment.run", Key, "", $"第{revision.Revision}版 {revision.Digest}；{revision.Reason}", "", 1)]);
        await GrainFactory.GetGrain<IAssessmentListGrain>(AssessmentListGrain.KeyOf(key.District, key.Period.Last.Year))
            .Note(new AssessmentEntry(key.Period.ToString(), key.Policy, head));
        Heads.Add(head);
        try
        {
            await state.Write();
        }
        catch (Exception e) when (e is BlueSkyException or Orleans.Storage.InconsistentStateException)
        {
            // What is stored is not known: the next activation reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    private IAssessmentRevisionGrain Revision(int number) =>
        GrainFactory.GetGrain<IAssessmentRevisionGrain>($"{Key}{AssessmentKey.Separator}{number}");
}
