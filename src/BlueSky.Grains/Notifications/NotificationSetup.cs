using Microsoft.Extensions.DependencyInjection;

namespace BlueSky.Notifications;

/// <summary>Puts what sends notices to sinks into a silo.</summary>
public static class NotificationSetup
{
    /// <summary>The sender of webhooks.</summary>
    /// <param name="services">Services of the silo.</param>
    /// <param name="rules">Where sinks may be.</param>
    /// <param name="chance">Gives numbers from 0 up to 1 that shorten waits, so that sinks do not come back all at once.</param>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, SinkAddressRules rules, Func<double> chance) =>
        services.AddSingleton(rules).AddSingleton(new Chance(chance)).AddSingleton<WebhookSender>();
}

/// <summary>A source of numbers from 0 up to 1.</summary>
internal sealed record Chance(Func<double> Next);
