using BlueSky.Sources;

namespace BlueSky.Messages;

/// <summary>The binary form of <see cref="Observation"/> between nodes. Ids are never reused: nodes of two versions may talk.</summary>
[GenerateSerializer]
public struct ObservationSurrogate
{
    /// <summary>See <see cref="Observation.Mn"/>.</summary>
    [Id(0)] public string Mn { get; set; }

    /// <summary>See <see cref="Observation.Period"/>.</summary>
    [Id(1)] public int Period { get; set; }

    /// <summary>See <see cref="Observation.DataTime"/>.</summary>
    [Id(2)] public DateTimeOffset DataTime { get; set; }

    /// <summary>See <see cref="Observation.ReceivedAt"/>.</summary>
    [Id(3)] public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>See <see cref="Observation.Qn"/>.</summary>
    [Id(4)] public string Qn { get; set; }

    /// <summary>See <see cref="Observation.PeriodSeconds"/>.</summary>
    [Id(5)] public int PeriodSeconds { get; set; }

    /// <summary>See <see cref="Observation.Readings"/>.</summary>
    [Id(6)] public Reading[] Readings { get; set; }

    /// <summary>See <see cref="Observation.Texts"/>.</summary>
    [Id(7)] public TextReading[] Texts { get; set; }

    /// <summary>See <see cref="Observation.Arrival"/>.</summary>
    [Id(8)] public long Arrival { get; set; }
}

/// <summary>The binary form of <see cref="Reading"/>.</summary>
[GenerateSerializer]
public struct ReadingSurrogate
{
    /// <summary>See <see cref="Reading.Channel"/>.</summary>
    [Id(0)] public string Channel { get; set; }

    /// <summary>See <see cref="Reading.Value"/>.</summary>
    [Id(1)] public decimal Value { get; set; }

    /// <summary>See <see cref="Reading.Quality"/>.</summary>
    [Id(2)] public int Quality { get; set; }
}

/// <summary>The binary form of <see cref="TextReading"/>.</summary>
[GenerateSerializer]
public struct TextReadingSurrogate
{
    /// <summary>See <see cref="TextReading.Channel"/>.</summary>
    [Id(0)] public string Channel { get; set; }

    /// <summary>See <see cref="TextReading.Text"/>.</summary>
    [Id(1)] public string Text { get; set; }
}

/// <summary>Turns an <see cref="Observation"/> into its binary form and back.</summary>
[RegisterConverter]
public sealed class ObservationConverter : IConverter<Observation, ObservationSurrogate>
{
    /// <inheritdoc/>
    public Observation ConvertFromSurrogate(in ObservationSurrogate surrogate) => new()
    {
        Mn = surrogate.Mn,
        Period = (Period)surrogate.Period,
        DataTime = surrogate.DataTime,
        ReceivedAt = surrogate.ReceivedAt,
        Qn = surrogate.Qn,
        PeriodSeconds = surrogate.PeriodSeconds,
        Readings = surrogate.Readings,
        Texts = surrogate.Texts,
        Arrival = surrogate.Arrival,
    };

    /// <inheritdoc/>
    public ObservationSurrogate ConvertToSurrogate(in Observation value) => new()
    {
        Mn = value.Mn,
        Period = (int)value.Period,
        DataTime = value.DataTime,
        ReceivedAt = value.ReceivedAt,
        Qn = value.Qn,
        PeriodSeconds = value.PeriodSeconds,
        Readings = value.Readings,
        Texts = value.Texts,
        Arrival = value.Arrival,
    };
}

/// <summary>Turns a <see cref="Reading"/> into its binary form and back.</summary>
[RegisterConverter]
public sealed class ReadingConverter : IConverter<Reading, ReadingSurrogate>
{
    /// <inheritdoc/>
    public Reading ConvertFromSurrogate(in ReadingSurrogate surrogate) =>
        new(surrogate.Channel, surrogate.Value, (Quality)surrogate.Quality);

    /// <inheritdoc/>
    public ReadingSurrogate ConvertToSurrogate(in Reading value) =>
        new() { Channel = value.Channel, Value = value.Value, Quality = (int)value.Quality };
}

/// <summary>Turns a <see cref="TextReading"/> into its binary form and back.</summary>
[RegisterConverter]
public sealed class TextReadingConverter : IConverter<TextReading, TextReadingSurrogate>
{
    /// <inheritdoc/>
    public TextReading ConvertFromSurrogate(in TextReadingSurrogate surrogate) => new(surrogate.Channel, surrogate.Text);

    /// <inheritdoc/>
    public TextReadingSurrogate ConvertToSurrogate(in TextReading value) => new() { Channel = value.Channel, Text = value.Text };
}
