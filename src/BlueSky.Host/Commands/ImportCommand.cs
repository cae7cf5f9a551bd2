using System.CommandLine;
using System.Globalization;
using BlueSky.AirQuality;
using BlueSky.Tables;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>bluesky import hours FILE</c>: brings a table of hours into a running node over its HTTP API. The whole file is checked first; with a
/// fault in it nothing is imported. Exit codes: 0 done, 1 faults in the file or a refusal of the node, 2 wrong use or no node.
/// </summary>
internal static class ImportCommand
{
    private const int BatchHours = 1_000;

    private static readonly Argument<FileInfo> Table = new("FILE")
    {
        Description = "Table with the columns station,time,pm25,pm10,so2,no2,o3,co, or the raw hourly feed of CNEMC (stationcode,timepoint,…), whose o3 and o3_24h are put right.",
    };

    private static readonly Option<string?> Stations = new("--station-map")
    {
        Description = "Codes in the file and in the register, as 1618A=1618A,1620A=-; '-' leaves a station out. Codes that are not named stay as they are.",
    };

    private static readonly Option<string> Stage = new("--stage") { Description = "How far the data have come: raw 原始, reviewed 审核, revised 修订.", DefaultValueFactory = _ => "raw" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why figures change; needed when reviewing or revising changes any.", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Api = new("--api") { Description = "Address of the node.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    private static readonly Option<FileInfo> KeyFile = new("--key-file")
    {
        Description = "File with an API key that has the scopes read and register.",
        DefaultValueFactory = _ => new FileInfo(Path.Combine("data", "admin.key")),
    };

    public static Command Create()
    {
        Stage.AcceptOnlyFromAmong("raw", "reviewed", "revised");
        var hours = new Command("hours", "Import hourly concentrations of air stations; the same file again changes nothing.")
        {
            Table, Stations, Stage, Reason, Api, KeyFile,
        };
        hours.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await Run(parsed, cancellation);
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or HttpRequestException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return TableFile.Usage;
            }
            catch (NodeRefusalException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return TableFile.DataFaults;
            }
        });
        return new Command("import", "Import data into a running node.") { hours };
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        var file = parsed.GetRequiredValue(Table);
        if (!file.Exists) throw new FormatException($"{file}: no such file");
        var map = StationMap.Parse(parsed.GetValue(Stations));
        var address = Address(parsed.GetRequiredValue(Api));
        using var stream = TableFile.Open(file);

        // A file that is at fault is told so before a node is asked for anything.
        if (Check(stream, file, map, null) is { Faults.Count: > 0 } malformed) return TableFile.Report(malformed.Faults);
        using var node = new NodeClient(address, Key(parsed.GetRequiredValue(KeyFile)));
        var (rows, faults) = Check(stream, file, map, await node.Stations(cancellation));
        if (faults.Count > 0) return TableFile.Report(faults);

        using var input = TableFile.Text(stream);
        var total = new StationEntry(0, 0, 0, 0);
        foreach (var batch in HourImport.Batches(new AirHourTable(input, file.ToString()), map, BatchHours))
        {
            StationEntry entry;
            try
            {
                entry = await node.Enter(batch[0].Station, batch, parsed.GetRequiredValue(Stage), parsed.GetRequiredValue(Reason), cancellation);
            }
            catch (NodeRefusalException e)
            {
                throw new NodeRefusalException($"{file}: {batch[0].Station}: {e.Message}\n{Words(total, rows)} The rest is not imported; after mending it the same command does the rest.");
            }

            total = new StationEntry(total.Added + entry.Added, total.Changed + entry.Changed, total.Unchanged + entry.Unchanged, entry.Revision);
            await Console.Error.WriteLineAsync(Words(total, rows));
        }

        return TableFile.Ok;
    }

    private static (int Rows, IReadOnlyList<TableFault> Faults) Check(Stream stream, FileInfo file, StationMap map, IReadOnlySet<string>? known)
    {
        using var text = TableFile.Text(stream);
        var table = new AirHourTable(text, file.ToString());
        var rows = HourImport.Check(table, map, known, TimeProvider.System.GetUtcNow());
        return (rows, table.Faults);
    }

    private static string Words(StationEntry total, int rows) => string.Create(
        CultureInfo.InvariantCulture,
        $"{total.Added + total.Changed + total.Unchanged} of {rows} hours: {total.Added} added, {total.Changed} changed, {total.Unchanged} unchanged.");

    private static Uri Address(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new FormatException($"--api: “{text}” is no address such as http://127.0.0.1:5080.");

    private static string Key(FileInfo file) => file.Exists
        ? File.ReadAllText(file.FullName).Trim() is { Length: > 0 } key ? key : throw new FormatException($"--key-file: {file} is empty.")
        : throw new FormatException($"--key-file: {file}: no such file; give the file with an API key.");
}
