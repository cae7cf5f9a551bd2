using System.CommandLine;
using System.Globalization;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Storage;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>bluesky audit verify</c>: recomputes the hash chain of the audit log of a data directory, also of a running node, or of PostgreSQL. Exit
/// codes: 0 whole, 1 broken (the first broken entry is named), 2 wrong use, 3 the store cannot be read.
/// </summary>
internal static class AuditCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = $"Directory of the embedded store; PostgreSQL is read instead when {NodeArguments.PostgresVariable} holds a connection string.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    private static readonly Option<string?> Expect = new("--expect")
    {
        Description = "A head noted down earlier, SEQ:HASH as this command prints it: the log must still hold that entry.",
    };

    public static Command Create()
    {
        var verify = new Command("verify", "Recompute the chain of hashes and name the first broken entry.") { Data, Expect };
        verify.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await Run(parsed.GetRequiredValue(Data), ReadHead(parsed.GetValue(Expect)), cancellation);
            }
            catch (FormatException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 2;
            }
            catch (StoreUnavailableException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 3;
            }
        });
        return new Command("audit", "The audit log 审计日志.") { verify };
    }

    private static async Task<int> Run(DirectoryInfo data, AuditHead? expected, CancellationToken cancellation)
    {
        var services = new ServiceCollection().AddLogging();
        if (Environment.GetEnvironmentVariable(NodeArguments.PostgresVariable) is { Length: > 0 } postgres) services.AddBlueSkyQueries(postgres);
        else if (File.Exists(Path.Combine(data.FullName, "bluesky.db"))) services.AddBlueSkySqlite(data.FullName);
        else throw new FormatException($"--data: {data} holds no store (bluesky.db); give the data directory of a node.");
        await using var provider = services.BuildServiceProvider();
        var check = await StorageSetup.VerifyAudit(provider, expected, cancellation);
        if (check.Fault is { } fault)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"BROKEN at entry {fault.Seq} ({fault.Kind}): {fault.Words} {check.Count} entries before it are whole."));
            return 1;
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"OK: {check.Count} entries, head {check.Count - 1}:{Convert.ToHexStringLower([.. check.Head])}; {check.Start!.Detail}"));
        return 0;
    }

    private static AuditHead? ReadHead(string? text)
    {
        if (text is null) return null;
        var parts = text.Split(':');
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            && parts[1].Length == 2 * AuditChain.HashLength && parts[1].All(char.IsAsciiHexDigit))
        {
            return new AuditHead(seq, Convert.FromHexString(parts[1]));
        }

        throw new FormatException($"--expect: “{text}” is not SEQ:HASH with 64 hexadecimal digits.");
    }
}
