using CsCheck;

namespace BlueSky.Sources;

public class ChannelSetTests
{
    private static readonly Gen<int[]> Channels = Gen.Int[0, 300].Array[0, 40];

    private static ChannelSet SetOf(IEnumerable<int> channels) => channels.Aggregate(new ChannelSet(), (set, c) => set.With(c));

    [Fact]
    public void Behaves_as_a_set_of_numbers_of_any_size() => Check.Sample(Gen.Select(Channels, Channels), (a, b) =>
    {
        var (setA, setB) = (SetOf(a), SetOf(b));
        Assert.Equal(a.Intersect(b).Any(), setA.Overlaps(setB));
        Assert.Equal(a.ToHashSet().SetEquals(b), setA.Equals(setB));
        Assert.True(setA.Union(setB).Equals(SetOf(a.Concat(b))));
        Assert.Equal(a.Length == 0, setA.IsEmpty);
    });

    [Fact]
    public void Order_of_adding_does_not_matter() => Check.Sample(Channels, channels =>
        Assert.True(SetOf(channels).Equals(SetOf(channels.Reverse()))));
}
