using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;

namespace BlueSky.Web;

/// <summary>The largest body of an endpoint, in bytes; the server holds it.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;

/// <summary>What every writing endpoint has.</summary>
internal static class Writes
{
    public const string Policy = "writes", IngestPolicy = "ingests";
    private const long SmallBody = 256 * 1024;

    /// <summary>Limits body and rate of a writing endpoint.</summary>
    public static TBuilder ChangesThings<TBuilder>(this TBuilder builder, long largestBody = SmallBody, string policy = Policy)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new BodyLimit(largestBody), new EnableRateLimitingAttribute(policy));
}
