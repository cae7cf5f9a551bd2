using CsCheck;

namespace BlueSky.Storage;

/// <summary>The blocks in memory, as streams grow and are rolled in any order.</summary>
public sealed class TailTests
{
    [Fact]
    public void Of_each_source_it_keeps_exactly_the_sections_above_the_marks_in_the_order_in_which_they_came()
    {
        // A step is a block of one of three streams with the sources whose bits are set, or (no bits) a roll of a part of the stream.
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
                    tail.Rolled([(stream, mark)]);
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
}
