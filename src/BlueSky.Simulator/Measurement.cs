namespace BlueSky.Simulator;

/// <summary>One number or state as the device words it.</summary>
/// <param name="Code">Code as sent, e.g. <c>a34002</c>; a plain key when <paramref name="Field"/> is empty.</param>
/// <param name="Field">HJ 212 field, e.g. <c>Rtd</c>; empty for a plain key.</param>
/// <param name="Text">The value as sent, in the device's unit.</param>
public readonly record struct SignalValue(string Code, string Field, string Text)
{
    /// <summary>The key as sent: <c>a34002-Rtd</c>.</summary>
    public string Key => Field.Length == 0 ? Code : Code + "-" + Field;
}

/// <summary>What a device measured of one moment or period: the content of one upload, whoever asks for it and however often it is sent.</summary>
/// <param name="Cn">Command, e.g. <c>2011</c>.</param>
/// <param name="DataTime">As the device stamps it, whole seconds, +08:00 (start of a period, or its end where the profile says so).</param>
/// <param name="Values">In the order sent; values of one code stand together.</param>
public sealed record Measurement(string Cn, DateTimeOffset DataTime, IReadOnlyList<SignalValue> Values);
