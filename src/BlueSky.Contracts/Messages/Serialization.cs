using BlueSky.Sources;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BlueSky.Messages;

/// <summary>How messages between nodes are written. Silos, gateways and web nodes must all use it.</summary>
public static class Serialization
{
    /// <summary>
    /// Types of <c>BlueSky.Domain</c> carry no attributes of any library, so they travel as JSON (tolerant of new members in
    /// a rolling upgrade), except <see cref="Observation"/>, which is on the hot path and has a binary form here.
    /// </summary>
    public static IServiceCollection AddBlueSkySerialization(this IServiceCollection services) =>
        services.AddSerializer(builder => builder.AddJsonSerializer(type => type.Assembly == typeof(Observation).Assembly));
}
