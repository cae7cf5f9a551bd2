using System.IO.Pipelines;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using BlueSky.Store;
using AkkaCluster = Akka.Cluster.Cluster;

namespace BlueSky.Benchmarks.Peers;

/// <summary>The peer of Akka.NET: a cluster of this one node, a sharded entity a source.</summary>
internal sealed class AkkaIntake(PeerRegister register, IReadingJournal journal) : IIntake, IHostedService
{
    /// <summary>
    /// The defaults but for these. Entities need not be remembered: a device that is heard of brings its source back. State of
    /// the coordinator in distributed data, the default of new systems, which needs no store of its own.
    /// </summary>
    private const string Settings =
        """
        akka {
          loglevel = WARNING
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster.sharding { state-store-mode = ddata, remember-entities = off }
        }
        """;

    private ActorSystem? _system;
    private IActorRef? _sources;

    /// <inheritdoc/>
    public ILine Open(PipeWriter output) => new AkkaLine(_system!, _sources!, output);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _system = ActorSystem.Create("peer", ConfigurationFactory.ParseString(Settings));
        var cluster = AkkaCluster.Get(_system);
        await cluster.JoinAsync(cluster.SelfAddress, cancellationToken);
        var appends = _system.ActorOf(Props.CreateBy(new Producer<JournalActor>(() => new JournalActor(journal))), "journal");
        _sources = await ClusterSharding.Get(_system).StartAsync(
            "source", id => Props.CreateBy(new Producer<SourceActor>(() => new SourceActor(register.BySource[id], register.Kind, journal, appends))),
            ClusterShardingSettings.Create(_system), new PacketRouter());
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_system is not null) await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(cancellationToken);
    }
}
