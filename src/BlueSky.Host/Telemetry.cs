using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace BlueSky.Host;

/// <summary>
/// OpenTelemetry of a node. Collected always, exported only where the standard variable OTEL_EXPORTER_OTLP_ENDPOINT names a
/// collector: a node without one must not knock at ports it was not given.
/// </summary>
internal static class Telemetry
{
    public static void AddBlueSkyTelemetry(this IServiceCollection services, string serviceName)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(r => Resource(r, serviceName))
            .WithMetrics(m => m.AddMeter("BlueSky.*", "Microsoft.Orleans").AddAspNetCoreInstrumentation().AddRuntimeInstrumentation())
            .WithTracing(t => t.AddSource("BlueSky.*", "Microsoft.Orleans.Application").AddAspNetCoreInstrumentation());
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 }) telemetry.UseOtlpExporter();
    }

    private static void Resource(OpenTelemetry.Resources.ResourceBuilder resource, string serviceName) =>
        OpenTelemetry.Resources.ResourceBuilderExtensions.AddService(resource, serviceName);
}
