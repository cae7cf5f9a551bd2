using System.CommandLine;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>bluesky health URL</c>: asks a node whether it is ready, for supervisors that run a command. An image without a shell has no
/// other program to ask with. Exit codes: 0 ready, 1 not ready or no answer, 2 no such address.
/// </summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "For example http://127.0.0.1:8080/health/ready." };
        var command = new Command("health", "Asks a node whether it lives or is ready, and says so by the exit code: 0 yes, 1 no.") { url };
        command.SetAction((parsed, cancellation) => Ask(parsed.GetRequiredValue(url), cancellation));
        return command;
    }

    private static async Task<int> Ask(string text, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"URL: “{text}” is no address such as http://127.0.0.1:8080/health/ready.");
            return TableFile.Usage;
        }

        try
        {
            using var http = new HttpClient { Timeout = Patience };
            using var answer = await http.GetAsync(url, cancellation);
            Console.WriteLine(await answer.Content.ReadAsStringAsync(cancellation));
            return answer.IsSuccessStatusCode ? TableFile.Ok : TableFile.DataFaults;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return TableFile.DataFaults;
        }
    }
}
