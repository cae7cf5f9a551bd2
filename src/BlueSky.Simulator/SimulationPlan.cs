using System.Net;

namespace BlueSky.Simulator;

/// <summary>What a simulation does: which devices, against which gateway, how long, with which faults.</summary>
public sealed record SimulationPlan
{
    /// <summary>The gateway's address and port.</summary>
    public required EndPoint Gateway { get; init; }

    /// <summary>The devices; MNs must differ.</summary>
    public required IReadOnlyList<SimulatedDevice> Devices { get; init; }

    /// <summary>How they behave, faults and seed included.</summary>
    public DeviceBehaviour Behaviour { get; init; } = new();

    /// <summary>Devices that share a connection, as behind a forwarder; 1 gives each its own.</summary>
    public int DevicesPerConnection { get; init; } = 1;

    /// <summary>When to stop; null runs until cancelled.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>File for the answer log (JSON lines, appended); null for none.</summary>
    public string? AnswerFile { get; init; }

    /// <summary>True keeps the answer log in memory too.</summary>
    public bool KeepAnswers { get; init; }

    /// <summary>
    /// The same plan with an interval that gives <paramref name="perSecond"/> momentary uploads a second over all devices (a gas station and a
    /// restaurant send two a moment).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or more than one moment a second and device: DataTime has whole seconds.</exception>
    public SimulationPlan WithRate(double perSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        var perRound = Devices.Sum(d => d.Kind is "gas-station" or "restaurant" ? 2 : 1);
        if (perSecond > perRound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(perSecond), perSecond, $"{Devices.Count} devices send at most {perRound} uploads a second, because DataTime has whole seconds; use more devices.");
        }

        return this with { Behaviour = Behaviour with { Interval = TimeSpan.FromSeconds(perRound / perSecond) } };
    }
}
