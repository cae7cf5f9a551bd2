using Akka.Actor;

namespace BlueSky.Benchmarks.Peers;

/// <summary>Makes an actor by a call instead of by reflection, for types that the outside does not see.</summary>
internal sealed class Producer<T>(Func<T> make) : IIndirectActorProducer
    where T : ActorBase
{
    /// <inheritdoc/>
    public Type ActorType => typeof(T);

    /// <inheritdoc/>
    public ActorBase Produce() => make();

    /// <inheritdoc/>
    public void Release(ActorBase actor)
    {
    }
}
