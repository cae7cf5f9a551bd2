using BlueSky.Web.Console;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BlueSky.Web.Tests;

public sealed class LiveViewsTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Soon = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider clock = new(Samples.Noon);
    private readonly LiveViews views;
    private volatile string value = "first";
    private volatile Exception? failure;
    private int reads;

    public LiveViewsTests() => views = new LiveViews(clock, NullLogger<LiveViews>.Instance);

    public void Dispose() => views.Dispose();

    [Fact]
    public async Task Many_viewers_of_one_view_cost_one_read_and_are_all_told()
    {
        var viewers = Enumerable.Range(0, 500).Select(_ => new Viewer(views, "list", Read)).ToList();

        foreach (var viewer in viewers) Assert.Equal("first", (await viewer.Next()).Value);

        Assert.Equal(1, reads);
        Assert.Equal(1, views.Count);
        viewers.ForEach(v => v.Dispose());
    }

    [Fact]
    public async Task A_viewer_is_told_again_only_when_something_changed()
    {
        using var viewer = new Viewer(views, "list", Read);
        await viewer.Next();

        await Passes(2);
        Assert.Empty(viewer.Told);

        value = "second";
        await Passes(3);
        Assert.Equal("second", (await viewer.Next()).Value);
    }

    [Fact]
    public async Task A_viewer_is_not_told_of_what_is_not_seen_but_knows_it_when_asked()
    {
        var moment = 0;
        var told = System.Threading.Channels.Channel.CreateUnbounded<Reading<(string Seen, int Moment)>>();
        using var viewing = views.Watch<(string Seen, int Moment)>("counts", Second, async c => (await Read(c), Interlocked.Increment(ref moment)), reading => told.Writer.TryWrite(reading), v => v.Seen);
        Assert.Equal(("first", 1), (await told.Reader.ReadAsync(TestContext.Current.CancellationToken)).Value);

        await Passes(4);
        Assert.False(told.Reader.TryPeek(out _));
        Assert.InRange(viewing.Newest!.Value.Moment, 2, 4);

        value = "second";
        await Passes(6);
        var second = await told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal("second", second.Value.Seen);
        Assert.InRange(second.Value.Moment, 4, 6);
    }

    [Fact]
    public async Task A_view_that_nobody_looks_at_is_not_read()
    {
        var viewer = new Viewer(views, "list", Read);
        await viewer.Next();
        viewer.Dispose();

        Assert.Equal(0, views.Count);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task One_viewer_who_leaves_takes_nothing_from_the_others()
    {
        var first = new Viewer(views, "list", Read);
        using var second = new Viewer(views, "list", Read);
        await first.Next();
        await second.Next();
        first.Dispose();
        first.Dispose();

        value = "second";
        await Passes(2);

        Assert.Equal("second", (await second.Next()).Value);
        Assert.Empty(first.Told);
    }

    [Fact]
    public async Task A_read_that_fails_keeps_what_was_known_says_so_and_is_tried_again()
    {
        using var viewer = new Viewer(views, "list", Read);
        await viewer.Next();

        failure = new InvalidOperationException("the store is away");
        await Passes(2);
        var told = await viewer.Next();
        Assert.Equal("first", told.Value);
        Assert.Contains("暂时无法读取", told.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain("store is away", told.Failure, StringComparison.Ordinal);

        failure = null;
        await Passes(3);
        Assert.Null((await viewer.Next()).Failure);
    }

    [Fact]
    public async Task Two_sights_are_two_views()
    {
        using var town = new Viewer(views, "list|371302001", _ => Task.FromResult("own"));
        using var centre = new Viewer(views, "list|*", _ => Task.FromResult("all"));

        Assert.Equal("own", (await town.Next()).Value);
        Assert.Equal("all", (await centre.Next()).Value);
    }

    [Fact]
    public void A_node_reads_so_many_views_and_no_more()
    {
        var all = Enumerable.Range(0, LiveViews.MostViews).Select(i => new Viewer(views, $"view {i}", Read)).ToList();

        Assert.Throws<InvalidOperationException>(() => new Viewer(views, "one more", Read));
        all.ForEach(v => v.Dispose());
        Assert.Equal(0, views.Count);
    }

    private Task<string> Read(CancellationToken cancellation)
    {
        Interlocked.Increment(ref reads);
        return failure is { } wrong ? Task.FromException<string>(wrong) : Task.FromResult(value);
    }

    // Lets seconds pass until so many reads were made: the timer of the next pause is set in the view's own time.
    private async Task Passes(int untilReads)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (Volatile.Read(ref reads) < untilReads)
        {
            limit.Token.ThrowIfCancellationRequested();
            clock.Advance(Second);
            await Task.Yield();
        }
    }

    private sealed class Viewer : IDisposable
    {
        private readonly System.Threading.Channels.Channel<Reading<string>> told = System.Threading.Channels.Channel.CreateUnbounded<Reading<string>>();
        private readonly IDisposable viewing;

        public Viewer(LiveViews views, string key, Func<CancellationToken, Task<string>> read) =>
            viewing = views.Watch<string>(key, Second, read, reading => told.Writer.TryWrite(reading));

        public IReadOnlyList<Reading<string>> Told => told.Reader.TryPeek(out var one) ? [one] : [];

        public Task<Reading<string>> Next() => told.Reader.ReadAsync().AsTask().WaitAsync(Soon);

        public void Dispose() => viewing.Dispose();
    }
}
