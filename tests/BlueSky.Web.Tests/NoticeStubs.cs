using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Queries;

namespace BlueSky.Web.Tests;

/// <summary>Inboxes, sinks and deliveries in memory.</summary>
public sealed class NoticeRows : INoticeQueries
{
    public List<InboxNotice> Inbox { get; } = [];

    public List<SinkRow> SinkRows { get; } = [];

    public List<DeliveryRow> DeliveryRows { get; } = [];

    /// <summary>What lists were asked for last.</summary>
    public NoticeFilter? Asked { get; private set; }

    public void Clear()
    {
        Inbox.Clear();
        SinkRows.Clear();
        DeliveryRows.Clear();
        Asked = null;
    }

    public Task<Page<InboxNotice>> Notices(NoticeFilter filter, PageRequest page, CancellationToken cancellation)
    {
        Asked = filter;
        return Task.FromResult(PageOf(Inbox.Where(n => n.Notice.Unit.Code == filter.Unit && !filter.Hidden.Contains(n.Notice.Kind)), page));
    }

    public Task<IReadOnlyDictionary<NoticeKind, long>> Count(NoticeFilter filter, CancellationToken cancellation)
    {
        Asked = filter;
        return Task.FromResult<IReadOnlyDictionary<NoticeKind, long>>(Inbox.GroupBy(n => n.Notice.Kind).ToDictionary(g => g.Key, g => (long)g.Count()));
    }

    public Task<Page<SinkRow>> Sinks(PageRequest page, CancellationToken cancellation) => Task.FromResult(PageOf(SinkRows, page));

    public Task<Page<DeliveryRow>> Deliveries(string sink, DeliveryState? state, PageRequest page, CancellationToken cancellation) =>
        Task.FromResult(PageOf(DeliveryRows.Where(d => state is null || d.State == state), page));

    private static Page<T> PageOf<T>(IEnumerable<T> rows, PageRequest page)
    {
        var all = rows.ToList();
        return new Page<T>([.. all.Skip((page.Number - 1) * page.Size).Take(page.Size)], all.Count, page.Number, page.Size);
    }
}

internal sealed class InboxStub(World world, string person) : IInboxGrain
{
    public Task<NotificationChoice> Choice() => Task.FromResult(world.Choices.GetValueOrDefault(person, NotificationChoice.Default));

    public Task<NotificationChoice> Choose(NotificationChoice choice, Actor by)
    {
        if (world.NoticeRefusal is { } refusal) throw new RefusedException(refusal);
        world.Choices[person] = choice;
        return Task.FromResult(choice);
    }

    public Task<int> Read(string unit, string[] notices)
    {
        world.Reads.Add($"{person} {unit} {string.Join(',', notices)}");
        return Task.FromResult(notices.Length);
    }

    public Task<int> ReadUntil(string unit, DateTimeOffset until)
    {
        world.Reads.Add($"{person} {unit} until {until:O}");
        return Task.FromResult(3);
    }
}

internal sealed class SinkStub(World world, string id) : ISinkGrain
{
    public Task<SinkView?> Get() => throw new NotSupportedException();

    public Task<SinkView> Configure(SinkSettings settings, string? secret, Actor by)
    {
        if (world.NoticeRefusal is { } refusal) throw new RefusedException(refusal);
        world.Sinks.Add((id, settings, secret, by));
        return Task.FromResult(new SinkView(id, settings with { Address = SinkAddress.Shown(settings.Address) }, secret is not null, 1));
    }

    public Task<bool> Remove(Actor by) => Task.FromResult(id != "none");

    public Task<int> Resend(string[] notices, Actor by) => Task.FromResult(notices.Length == 0 ? 7 : notices.Length);

    public Task<SinkReply> Test(Actor by) => Task.FromResult(id == "none" ? new SinkReply(SinkOutcome.Refused, "对方答复 HTTP 404。") : SinkReply.Taken);

    public Task<int> Deliver() => throw new NotSupportedException();

    public Task Wake() => throw new NotSupportedException();
}
