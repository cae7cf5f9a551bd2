using BlueSky.Sources;

namespace BlueSky.Tests;

public class IngestShardTests
{
    // Expected values computed by hand: FNV-1a, 32 bits, modulo 16.
    [Theory]
    [InlineData("371302-gas-0012", 15)]
    [InlineData("371302-site-0001", 1)]
    public void A_source_has_the_same_shard_on_every_node_and_in_every_version(string id, int shard) =>
        Assert.Equal(shard, IngestShard.Of(id));

    [Fact]
    public void Sources_spread_over_all_shards()
    {
        var used = Enumerable.Range(0, 1000).Select(i => IngestShard.Of($"371302-site-{i:0000}")).Distinct().Count();
        Assert.Equal(IngestShard.Count, used);
    }
}
