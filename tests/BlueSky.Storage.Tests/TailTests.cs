using CsCheck;

namespace BlueSky.Storage;

/// <summary>The blocks in memory, as streams grow and are rolled in any order.</summary>
public sealed class TailTests
{
    [Fact]
    public void Of_each_source_it_keeps_exactly_the_sections_above_the_marks_in_the_order_in_which_they_came()
    {
        // A step is a block of one of three streams with the sources whose bits are set, or (no bits) a roll of a part of the stream,
        // whose sections go at once or only with a later one.
        var steps = Gen.Select(Gen.Long[1, 3], Gen.Int[0, 15], Gen.Double[0, 1]).List[1, 60];
        steps.Sample(all =>
        {
            var tail = new Tail();
            var kept = new List<(long Stream, long Seq, string Source)>();
            var (newest, marks) = (new Dictionary<long, long>(), new Dictionary<long, long>());
            foreach (var (stream, bits, part) in all)
            {
                var last = newest.GetValueOrDefault(stream);
                if (bits == 0)
                {
                    var mark = marks.GetValueOrDefault(stream) + (long)Math.Ceiling(part * (last - marks.GetValueOrDefault(stream)));
                    marks[stream] = mark;
                    if (part < 0.5) tail.Rolled([(stream, mark)]);
                    else tail.Mark([(stream, mark)]);
                    kept.RemoveAll(k => k.Stream == stream && k.Seq <= mark);
                }
                else
                {
                    newest[stream] = last + 1;
                    var sources = Enumerable.Range(0, 4).Where(s => (bits & (1 << s)) != 0).Select(s => $"s{s}").ToArray();
                    tail.Add(new Block(stream, last + 1, new byte[bits], [], Array.ConvertAll(sources, s => (s, 0)), sources.Length));
                    kept.AddRange(sources.Select(s => (stream, last + 1, s)));
                }

                for (var s = 0; s < 4; s++)
                {
                    var expected = kept.Where(k => k.Source == $"s{s}").Select(k => (k.Stream, k.Seq));
                    if (!expected.SequenceEqual(tail.Of($"s{s}").Sections.Select(x => (x.Block.Stream, x.Block.Seq)))) return false;
                }
            }

            return true;
        });
    }

    [Fact]
    public void What_is_rolled_leaves_no_section_behind_however_often_and_by_whom_it_is_dropped()
    {
        var tail = new Tail();
        for (var seq = 1; seq <= 2_000; seq++)
        {
            tail.Add(new Block(1, seq, new byte[1], [], [.. Enumerable.Range(0, 5).Select(i => ($"s{(seq + i) % 200}", 0))], 5));
        }

        Parallel.For(1, 2_001, seq =>
        {
            tail.Mark([(1, seq)]);
            if (seq % 3 == 0) tail.Drop();
        });
        tail.Drop();

        Assert.Equal(0, tail.Bytes);
        Assert.Equal(0, tail.ListedSources);
        Assert.Empty(tail.Newest());
    }

    [Fact]
    public async Task A_reader_finds_each_block_above_or_below_the_mark_while_the_sections_of_a_roll_go()
    {
        const int last = 20_000;
        var tail = new Tail();
        for (var seq = 1; seq <= last; seq++)
        {
            tail.Add(new Block(1, seq, new byte[1], [], [($"s{seq % 1_000}", 0)], 1));
        }

        var dropped = Task.Run(() =>
        {
            for (var seq = 500; seq <= last; seq += 500) tail.Rolled([(1, seq)]);
        });
        do
        {
            var view = tail.Of("s7");
            var mark = view.Rolled.GetValueOrDefault(1);
            var expected = Enumerable.Range(0, last / 1_000).Select(i => (i * 1_000L) + 7).Where(seq => seq > mark);
            Assert.Equal(expected, view.Sections.Select(s => s.Block.Seq));
        }
        while (!dropped.IsCompleted);
        await dropped;
        Assert.Empty(tail.Of("s7").Sections);
    }
}
