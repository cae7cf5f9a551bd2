using System.Globalization;

namespace BlueSky.Simulator;

public sealed class FaultInjectorTests
{
    private static readonly byte[] First = Devices.Frame("QN=20240601085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20240601085800;a34002-Rtd=3&&");
    private static readonly byte[] Second = Devices.Frame("QN=20240601085858223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20240601085900;a34002-Rtd=77&&");

    private static FaultInjector Always(Fault fault, int seed = 1) => new(new FaultPlan([new(fault, 1)]), seed, "x");

    [Fact]
    public void Without_faults_a_frame_is_one_write_of_its_bytes()
    {
        var write = Assert.Single(new FaultInjector(FaultPlan.None, 1, "x").Apply(First));

        Assert.Equal(First, write.Bytes);
        Assert.False(write.ThenDisconnect);
    }

    [Fact]
    public void Bad_crc_changes_one_digit_of_the_checksum_and_nothing_else()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var bytes = Assert.Single(Always(Fault.BadCrc, seed).Apply(First)).Bytes;
            var at = Assert.Single(Enumerable.Range(0, First.Length), i => bytes[i] != First[i]);
            Assert.InRange(at, First.Length - 6, First.Length - 3);
            Assert.Equal((0, 1), (Devices.Read(bytes).Packets.Count, Devices.Read(bytes).Faults));
        }
    }

    [Fact]
    public void Duplicate_is_the_frame_twice() => Assert.Equal([.. First, .. First], Assert.Single(Always(Fault.Duplicate).Apply(First)).Bytes);

    [Fact]
    public void Segments_are_several_writes_of_the_same_bytes()
    {
        var writes = Always(Fault.Segments).Apply(First);

        Assert.InRange(writes.Count, 2, 8);
        Assert.Equal(First, writes.SelectMany(w => w.Bytes));
    }

    [Fact]
    public void Sticky_frames_leave_in_one_write()
    {
        var faults = Always(Fault.Sticky);

        Assert.Empty(faults.Apply(First));
        Assert.Empty(faults.Apply(Second));
        Assert.Equal([.. First, .. Second], Assert.Single(faults.Flush()).Bytes);
        Assert.Empty(faults.Flush());
    }

    [Fact]
    public void Garbage_stands_before_the_frame_and_holds_no_head()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var bytes = Assert.Single(Always(Fault.Garbage, seed).Apply(First)).Bytes;
            Assert.InRange(bytes.Length - First.Length, 1, 40);
            Assert.Equal(First, bytes[^First.Length..]);
            Assert.DoesNotContain((byte)'#', bytes[..^First.Length]);
        }
    }

    [Fact]
    public void Half_a_frame_is_its_beginning_without_its_checksum()
    {
        var bytes = Assert.Single(Always(Fault.HalfFrame).Apply(First)).Bytes;

        Assert.InRange(bytes.Length, 7, First.Length - 7);
        Assert.Equal(First[..bytes.Length], bytes);
    }

    [Fact]
    public void A_frame_after_half_a_frame_is_still_found()
    {
        var half = Assert.Single(Always(Fault.HalfFrame).Apply(First)).Bytes;

        Assert.Equal("77", Assert.Single(Devices.Read((byte[])[.. half, .. Second]).Packets).Factors["a34002"][0].Text);
    }

    [Fact]
    public void Disconnect_cuts_inside_the_frame()
    {
        var write = Assert.Single(Always(Fault.Disconnect).Apply(First));

        Assert.True(write.ThenDisconnect);
        Assert.InRange(write.Bytes.Length, 1, First.Length - 1);
        Assert.Equal(First[..write.Bytes.Length], write.Bytes);
    }

    [Fact]
    public void Out_of_order_sends_a_frame_after_its_successor()
    {
        var faults = Always(Fault.OutOfOrder);

        Assert.Empty(faults.Apply(First));
        Assert.Equal([.. Second, .. First], Assert.Single(faults.Apply(Second)).Bytes);
    }

    [Fact]
    public void A_delayed_frame_without_successor_is_flushed()
    {
        var faults = Always(Fault.OutOfOrder);
        faults.Apply(First);

        Assert.Equal(First, Assert.Single(faults.Flush()).Bytes);
    }

    [Fact]
    public void Lower_case_and_missing_CRLF_touch_only_the_end()
    {
        var lower = Assert.Single(Always(Fault.LowerCaseCrc).Apply(First)).Bytes;
        Assert.Equal(Devices.Text(First)[..^6] + Devices.Text(First)[^6..].ToLower(CultureInfo.InvariantCulture), Devices.Text(lower));
        Assert.Equal(First[..^2], Assert.Single(Always(Fault.MissingCrlf).Apply(First)).Bytes);
        Assert.Single(Devices.Read((byte[])[.. lower]).Packets);
    }

    [Fact]
    public void The_same_seed_spoils_the_same_way()
    {
        byte[] Run(int seed)
        {
            var faults = new FaultInjector(FaultPlan.Parse(["bad-crc=0.2", "duplicate=0.2", "garbage=0.2", "sticky=0.2", "out-of-order=0.2", "half=0.1", "segments=0.3"]), seed, "x");
            return [.. Enumerable.Range(0, 200).SelectMany(_ => faults.Apply(First)).Concat(faults.Flush()).SelectMany(w => w.Bytes)];
        }

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Probabilities_are_kept_and_counted()
    {
        var faults = new FaultInjector(FaultPlan.Parse(["bad-crc=0.25"]), 42, "x");
        for (var i = 0; i < 4000; i++) faults.Apply(First);

        Assert.InRange(faults.Count(Fault.BadCrc), 900, 1100);
        Assert.Equal(0, faults.Count(Fault.Duplicate));
    }

    [Theory]
    [InlineData("bad-crc"), InlineData("bad-crc=2"), InlineData("bad-crc=-1"), InlineData("nonsense=0.1"), InlineData("bad-crc=x"), InlineData("")]
    public void A_pair_that_is_no_fault_is_refused_with_the_names_allowed(string pair) =>
        Assert.Contains("out-of-order", Assert.Throws<FormatException>(() => FaultPlan.Parse([pair])).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_fault_has_a_name_of_its_own() =>
        Assert.Equal(Enum.GetValues<Fault>().Length, FaultPlan.KnownNames.Distinct().Count());
}
