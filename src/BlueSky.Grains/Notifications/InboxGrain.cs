using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Store;

namespace BlueSky.Notifications;

/// <summary>The stored form of what a person chose.</summary>
internal sealed class InboxState
{
    public NotificationChoice Choice { get; set; } = NotificationChoice.Default;

    /// <summary>Code of the unit it was chosen for.</summary>
    public string Unit { get; set; } = "";
}

/// <summary>What one person has read and wants to get.</summary>
internal sealed class InboxGrain(
    [PersistentState("inbox")] IPersistentState<InboxState> state, INoticeStore store, IPublication publication, TimeProvider clock) : Grain, IInboxGrain
{
    private const int MostMarked = 500;

    private string Person => this.GetPrimaryKeyString();

    // The node before may have died between storing the choice and telling the sinks.
    public override Task OnActivateAsync(CancellationToken cancellationToken) => state.RecordExists ? Publish() : Task.CompletedTask;

    public Task<NotificationChoice> Choice() => Task.FromResult(state.State.Choice);

    public async Task<NotificationChoice> Choose(NotificationChoice choice, Actor by)
    {
        if (by.Unit is not { } unit) throw new RefusedException("needs-unit", "", "此密钥未绑定单位，没有收件箱。This key acts for no unit and has no inbox.");
        choice = new NotificationChoice([.. choice.Hidden.Distinct()], [.. choice.Sinks.Select(s => s with { Kinds = [.. s.Kinds.Distinct()] })]);
        var sinks = await Task.WhenAll(choice.Sinks.Select(s => s.Sink).Distinct(StringComparer.Ordinal).Take(16).Select(id => GrainFactory.GetGrain<ISinkGrain>(id).Get()));
        if (NotificationChoice.Check(choice, unit.Code, sinks.OfType<SinkView>().ToDictionary(s => s.Id, s => s.Settings)) is { } no) throw new RefusedException(no);

        await publication.Append([AuditEntry.Of(by, clock.GetUtcNow(), "inbox.chosen", Person, "", Words(choice))]);
        state.State = new InboxState { Choice = choice, Unit = unit.Code };
        await state.WriteOrEnd(DeactivateOnIdle);
        await Publish();
        return choice;
    }

    public Task<int> Read(string unit, string[] notices)
    {
        if (notices.Length > MostMarked) throw new RefusedException("too-many", "notices", $"一次最多 {MostMarked} 条。At most {MostMarked} at once.");
        return store.Read(Person, unit, notices, clock.GetUtcNow());
    }

    public Task<int> ReadUntil(string unit, DateTimeOffset until) => store.ReadUntil(Person, unit, until, clock.GetUtcNow());

    private Task Publish() => store.Choose(
        Person, [.. state.State.Choice.Sinks.SelectMany(s => s.Kinds.Select(k => (s.Sink, new Subscription(state.State.Unit, k))))], clock.GetUtcNow());

    private static string Words(NotificationChoice choice) =>
        $"隐藏：{string.Join("、", choice.Hidden.Select(k => k.Chinese()))}；推送：{string.Join("；", choice.Sinks.Select(s => $"{s.Sink}（{string.Join("、", s.Kinds.Select(k => k.Chinese()))}）"))}";
}
