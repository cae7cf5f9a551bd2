using CsCheck;

namespace BlueSky.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Noon = new(2021, 8, 1, 12, 0, 0, TimeSpan.FromHours(8));

    private static AuditEntry Entry(int i) => new(Noon.AddSeconds(i), "张三", "task.approved", $"371302/2021/{i}", "", $"第 {i} 次", "10.0.0.1", i + 1);

    private static List<ChainedEntry> Chain(int entries)
    {
        var chain = new List<ChainedEntry> { AuditChain.Start(Noon, 0, "none") };
        for (var i = 1; i <= entries; i++) chain.Add(Link(chain[^1].Hash, i, Entry(i)));
        return chain;
    }

    private static ChainedEntry Link(byte[] previous, long seq, AuditEntry entry) =>
        new(seq, previous, AuditChain.Hash(previous, seq, AuditChain.Content(entry)), entry);

    private static AuditCheck Walk(IReadOnlyList<ChainedEntry> chain, AuditHead? noted = null, AuditHead? known = null)
    {
        var check = new AuditCheck(known);
        foreach (var one in chain)
            if (!check.Take(one)) break;
        check.End(noted);
        return check;
    }

    private static AuditHead Head(IReadOnlyList<ChainedEntry> chain) => new(chain[^1].Seq, chain[^1].Hash);

    [Fact]
    public void An_untouched_chain_is_whole()
    {
        var chain = Chain(20);
        var check = Walk(chain, Head(chain), new AuditHead(7, chain[7].Hash));
        Assert.Null(check.Fault);
        Assert.Equal((21, chain[^1].Hash), (check.Count, check.Head));
    }

    [Fact]
    public void The_bytes_and_the_hash_of_an_entry_are_fixed_for_ever()
    {
        // Computed apart from this program, by the words of AuditChain's description.
        Assert.Equal(
            "0100e288767bca92400000000200000006e5bca0e4b8890000000d7461736b2e617070726f7665640000000d3337313330322f323032312f310000000000000009"
            + "e7acac203120e6aca10000000831302e302e302e31",
            Convert.ToHexStringLower(AuditChain.Content(Entry(1))));
        Assert.Equal(
            "f5350b2bbc7444eb6caa63537cb7c418ef5b53621d27a5c4dbcda0b9cbc5c7e3",
            Convert.ToHexStringLower(AuditChain.Hash(AuditChain.BeforeAll, 1, AuditChain.Content(Entry(1)))));
    }

    [Fact]
    public void A_changed_entry_is_named_whichever_field_was_changed()
    {
        AuditEntry[] changes =
        [
            Entry(5) with { At = Noon.AddSeconds(5).AddMicroseconds(1) }, Entry(5) with { Actor = "李四" }, Entry(5) with { Action = "task.returned" },
            Entry(5) with { Subject = "371302/2021/6" }, Entry(5) with { Reason = "x" }, Entry(5) with { Detail = "第 5 次。" },
            Entry(5) with { RemoteAddress = "10.0.0.2" }, Entry(5) with { Count = 7 },
            // Characters that move from one field to the next must not cancel out.
            Entry(5) with { Actor = "张", Action = "三task.approved" },
        ];
        foreach (var changed in changes)
        {
            var chain = Chain(9);
            chain[5] = chain[5] with { Entry = changed };
            Assert.Equal((AuditFaultKind.Changed, 5L), (Walk(chain).Fault!.Kind, Walk(chain).Fault!.Seq));
        }
    }

    [Fact]
    public void A_changed_entry_with_its_own_hash_made_anew_breaks_the_link_after_it()
    {
        var chain = Chain(9);
        chain[5] = Link(chain[4].Hash, 5, Entry(5) with { Detail = "x" });
        Assert.Equal((AuditFaultKind.BrokenLink, 6L), (Walk(chain).Fault!.Kind, Walk(chain).Fault!.Seq));
    }

    [Fact]
    public void A_deleted_entry_is_named()
    {
        var chain = Chain(9);
        chain.RemoveAt(4);
        Assert.Equal((AuditFaultKind.Gap, 4L), (Walk(chain).Fault!.Kind, Walk(chain).Fault!.Seq));
    }

    [Fact]
    public void Entries_that_changed_places_are_found_at_the_first_of_them()
    {
        var chain = Chain(9);
        (chain[3], chain[6]) = (chain[6] with { Seq = 3 }, chain[3] with { Seq = 6 });
        Assert.Equal(3, Walk(chain).Fault!.Seq);
    }

    [Fact]
    public void A_cut_off_end_is_found_by_the_noted_head_and_by_a_known_one()
    {
        var chain = Chain(9);
        Assert.Equal((AuditFaultKind.CutOff, 8L), (Walk(chain[..8], Head(chain)).Fault!.Kind, Walk(chain[..8], Head(chain)).Fault!.Seq));
        Assert.Equal(AuditFaultKind.CutOff, Walk(chain[..8], Head(chain[..8]), Head(chain)).Fault!.Kind);
    }

    [Fact]
    public void A_chain_that_was_rewritten_as_a_whole_is_found_only_by_a_head_noted_elsewhere()
    {
        var known = Head(Chain(6));
        var rewritten = new List<ChainedEntry> { AuditChain.Start(Noon, 0, "none") };
        for (var i = 1; i <= 9; i++) rewritten.Add(Link(rewritten[^1].Hash, i, Entry(i) with { Detail = i == 2 ? "改写" : $"第 {i} 次" }));
        Assert.Null(Walk(rewritten, Head(rewritten)).Fault);
        Assert.Equal((AuditFaultKind.BrokenLink, 6L), (Walk(rewritten, Head(rewritten), known).Fault!.Kind, Walk(rewritten, Head(rewritten), known).Fault!.Seq));
    }

    [Fact]
    public void A_log_without_its_genesis_or_with_another_entry_in_its_place_is_not_whole()
    {
        Assert.Equal(AuditFaultKind.NoStart, Walk([]).Fault!.Kind);
        Assert.Equal(AuditFaultKind.Gap, Walk(Chain(3)[1..]).Fault!.Kind);
        Assert.Equal(AuditFaultKind.NoStart, Walk([Link(AuditChain.BeforeAll, 0, Entry(0))]).Fault!.Kind);
    }

    [Fact]
    public void Whatever_single_entry_is_removed_doubled_or_moved_the_walk_ends_there_or_before()
    {
        var chain = Chain(30);
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 2], Gen.Int[0, 30]).Sample((place, how, to) =>
        {
            var broken = chain.ToList();
            var one = broken[place];
            if (how != 1) broken.RemoveAt(place);
            if (how != 0) broken.Insert(Math.Min(to, broken.Count), one);
            if (broken.SequenceEqual(chain)) return;
            var check = Walk(broken, Head(chain));
            Assert.NotNull(check.Fault);
            Assert.True(check.Fault.Seq <= Math.Max(place, to) + 1, check.Fault.Words);
        });
    }

    [Fact]
    public void What_a_store_cannot_keep_is_left_out_before_hashing()
    {
        var stored = AuditChain.AsStored(Entry(1) with { At = Noon.AddTicks(19), Detail = "a\0b" });
        Assert.Equal((Noon.AddTicks(10), "a\uFFFDb"), (stored.At, stored.Detail));
    }
}
