using System.Globalization;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Testing;

namespace BlueSky.Storage;

/// <summary>Two activations of one source on two living silos: the one that claimed last appends, the other hears of it.</summary>
public sealed class ClaimTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresHome home = null!;
    private Membership cluster = null!;

    public async ValueTask InitializeAsync()
    {
        var connectionString = await postgres.NewDatabase();
        home = new PostgresHome(connectionString);
        cluster = new Membership(connectionString);
        await using var migrated = await home.Open();
    }

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task Who_claimed_last_appends_and_the_other_is_refused_for_that_source_alone()
    {
        await using var first = await home.Open(await cluster.Join(1));
        await using var second = await home.Open(await cluster.Join(2));
        await first.Journal.Claim("s");
        await first.Journal.Claim("t");
        await first.Journal.Append("s", [Some.Observation(1)]);

        await second.Journal.Claim("s");
        Assert.Equal([1L], await Arrivals(second));
        var both = (S: first.Journal.Append("s", [Some.Observation(2)]).AsTask(), T: first.Journal.Append("t", [Some.Observation(1)]).AsTask());
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => both.S);
        Assert.Contains("Source s was activated on another node", refused.Message, StringComparison.Ordinal);
        await both.T;
        await second.Journal.Append("s", [Some.Observation(2)]);

        await first.Journal.Claim("s");
        Assert.Equal([1L, 2L], await Arrivals(first));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => second.Journal.Append("s", [Some.Observation(3)]).AsTask());
        await first.Journal.Append("s", [Some.Observation(3)]);
        Assert.Equal([1L, 2L, 3L], await Arrivals(second));
    }

    [Fact]
    public async Task A_claim_waits_for_an_append_under_way_which_is_then_seen()
    {
        await using var first = await home.Open(await cluster.Join(1));
        await using var second = await home.Open(await cluster.Join(2));
        await first.Journal.Claim("s");
        await second.Journal.Claim("t");
        await cluster.Execute(
            "CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(1, 1); RETURN NEW; END $$; "
            + "CREATE TRIGGER hang BEFORE INSERT ON block FOR EACH ROW EXECUTE FUNCTION hang()");
        var hanging = await cluster.Session("SELECT pg_advisory_lock(1, 1)");
        var append = first.Journal.Append("s", [Some.Observation(1)]).AsTask();
        await cluster.UntilSomebodyWaits("advisory");
        var claim = second.Journal.Claim("s");
        await cluster.UntilSomebodyWaits("transactionid");
        Assert.False(claim.IsCompleted);
        await hanging.DisposeAsync();
        await append;
        await claim;
        Assert.Equal([1L], await Arrivals(second));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first.Journal.Append("s", [Some.Observation(2)]).AsTask());
    }

    [Fact]
    public async Task Activations_that_come_and_go_on_three_silos_number_every_source_without_gap_or_double_and_lose_nothing_acknowledged()
    {
        const int sources = 4;
        await using var a = await home.Open(await cluster.Join(1));
        await using var b = await home.Open(await cluster.Join(2));
        await using var c = await home.Open(await cluster.Join(3));
        OpenStore[] silos = [a, b, c];
        var acknowledged = new HashSet<string>[sources];
        var moves = 0;
        for (var s = 0; s < sources; s++)
        {
            acknowledged[s] = [];
        }

        // Each silo has its own activation of each source, at once: worse than any directory lets it become.
        await Task.WhenAll(Enumerable.Range(0, silos.Length * sources).Select(n => Task.Run(async () =>
        {
            var (silo, at) = (silos[n % silos.Length], n / silos.Length);
            var random = new Random(n);
            for (var life = 0; life < 12; life++)
            {
                await silo.Journal.Claim($"s{at}");
                var all = await silo.All($"s{at}");
                var next = all.Count == 0 ? 1 : all[^1].Arrival + 1;
                try
                {
                    for (var i = random.Next(1, 6); i > 0; i--, next++)
                    {
                        var mark = string.Create(CultureInfo.InvariantCulture, $"{n}/{life}/{next}");
                        var one = Some.Observation(next);
                        await silo.Journal.Append($"s{at}", [one.Stamped(next, one.Readings, [new Sources.TextReading("i1-Info", mark)])]);
                        lock (acknowledged[at])
                        {
                            acknowledged[at].Add(mark);
                        }
                    }
                }
                catch (StoreUnavailableException)
                {
                    Interlocked.Increment(ref moves);
                }
            }
        })));

        Assert.True(moves > 0, "No activation ever lost its source: the test tested nothing.");
        for (var s = 0; s < sources; s++)
        {
            var all = await a.All($"s{s}");
            Assert.Equal(Enumerable.Range(1, all.Count).Select(i => (long)i), all.Select(o => o.Arrival));
            Assert.Equal(acknowledged[s].Order(StringComparer.Ordinal), all.Select(o => o.Texts[0].Text).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_silo_is_told_only_of_sources_that_it_wrote_for()
    {
        var claims = new SourceClaims();
        claims.BeginAt(7);
        Assert.True(claims.MayAppend("mine"));
        claims.Learn(1, [("mine", 9), ("other", 8)]);
        Assert.Equal((1L, 9L), (claims.Seen, claims.Version));
        Assert.False(claims.MayAppend("mine"));
        Assert.True(claims.MayAppend("other"));
        claims.Won("mine");
        Assert.True(claims.MayAppend("mine"));
    }

    private static async Task<List<long>> Arrivals(OpenStore store) => [.. (await store.All("s")).Select(o => o.Arrival)];
}
