using System.IO.Pipelines;
using Akka.Actor;
using BlueSky.Gateway;

namespace BlueSky.Benchmarks.Peers;

/// <summary>One connection of the sharded peer: packets go out by Tell, answers come back to an actor of the connection.</summary>
internal sealed class AkkaLine : ILine
{
    private const int MaxUnanswered = 256;   // as the gateway's default
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(5);

    private readonly ActorSystem _system;
    private readonly IActorRef _sources;
    private readonly IActorRef _answering;
    private readonly AnswerWriter _answers;
    private readonly InFlight _inFlight = new(MaxUnanswered);

    public AkkaLine(ActorSystem system, IActorRef sources, PipeWriter output)
    {
        (_system, _sources) = (system, sources);
        _answers = new AnswerWriter(output, static () => { });
        _answering = system.ActorOf(Props.CreateBy(new Producer<Answering>(() => new Answering(_answers, _inFlight))));
    }

    /// <inheritdoc/>
    public async ValueTask Take(Upload upload)
    {
        _inFlight.Add();
        _sources.Tell(new Packet(upload.Device.Source.Id, upload.Device.Shard, upload.Observation, upload.Answer), _answering);
        await _inFlight.Room();
    }

    /// <inheritdoc/>
    public ValueTask Pause() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // An answer may be lost with its entity, so this wait has an end.
        await Task.WhenAny(_inFlight.Empty(), Task.Delay(DrainWithin));
        _system.Stop(_answering);
        await Task.WhenAny(_answers.Drained(), Task.Delay(DrainWithin));
    }

    /// <summary>Takes the entities' answers; lives as long as the connection.</summary>
    private sealed class Answering(AnswerWriter answers, InFlight inFlight) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Stored stored) answers.Send(stored.Answer);
            else if (message is not Withheld) return;
            inFlight.Remove();
        }
    }
}
