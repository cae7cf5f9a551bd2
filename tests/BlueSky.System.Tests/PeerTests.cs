using BlueSky.Benchmarks;
using BlueSky.Gateway;
using BlueSky.Testing;

namespace BlueSky.Processes;

/// <summary>
/// The alternatives that the benchmarks hold the node against must keep its promise, or the comparison would be of unequal
/// things: real processes, killed without warning.
/// </summary>
public sealed class PeerTests(PostgresFixture postgres)
{
    private const string Mn = "DF3713023900000000000001";
    private const string Source = "371302-load-000001";
    private const string Password = "100000";

    [Theory]
    [InlineData("plain")]
    [InlineData("akka")]
    public async Task What_a_peer_answered_is_stored_once_however_often_it_is_sent_and_whoever_dies(string kind)
    {
        var database = await postgres.NewDatabase();
        var at = AMinuteAgo();
        var packet = DeviceClient.Upload(at, Mn, pw: Password, qn: "20260101000000001");
        await using var peer = new PeerProcess(kind, database, sources: 1);
        await peer.Start();
        await SendAndExpect(peer, packet, packet);

        // The same from another connection, then from one of another life of the peer: known, answered, kept once.
        await SendAndExpect(peer, packet);
        await peer.Kill();
        await peer.Start();
        await SendAndExpect(peer, packet);

        // A factor more under the same identity is new, and only that.
        var more = DeviceClient.Upload(at, Mn, "a34002-Rtd=80.5,a34002-Flag=N;a34004-Rtd=40,a34004-Flag=N", pw: Password, qn: "20260101000000002");
        await SendAndExpect(peer, more);
        await peer.Kill();

        await using var store = await OpenedStore.Open("", database);
        var values = (await store.Journal(Source)).SelectMany(o => o.Readings.Select(r => (o.Mn, o.DataTime, r.Channel, r.Value)));
        Assert.Equal([(Mn, at, "a34002-Rtd", 80.5m), (Mn, at, "a34004-Rtd", 40m)], values);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("akka")]
    public async Task A_peer_neither_answers_nor_keeps_what_comes_with_a_wrong_password(string kind)
    {
        var database = await postgres.NewDatabase();
        var at = AMinuteAgo();
        await using var peer = new PeerProcess(kind, database, sources: 1);
        await peer.Start();
        await using (var device = await DeviceClient.Connect(peer.Gateway))
        {
            await device.Send(DeviceClient.Upload(at, Mn, pw: "999999", qn: "20260101000000001"));
            await device.Send(DeviceClient.Upload(at.AddSeconds(1), Mn, pw: Password, qn: "20260101000000002"));

            // Answers come in the order of the packets: one to the first would be here before.
            await device.Expect("20260101000000002");
        }

        await peer.Kill();
        await using var store = await OpenedStore.Open("", database);
        Assert.Equal(at.AddSeconds(1), Assert.Single(await store.Journal(Source)).DataTime);
    }

    private static async Task SendAndExpect(PeerProcess peer, params string[] packets)
    {
        await using var device = await DeviceClient.Connect(peer.Gateway);
        foreach (var packet in packets) await device.Send(packet);
        foreach (var packet in packets) await device.Expect(qn: packet.Substring("QN=".Length, 17));
    }

    private static DateTimeOffset AMinuteAgo() => DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60);
}
