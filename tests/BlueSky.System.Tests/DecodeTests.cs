using System.Diagnostics;
using System.Text.Json;
using BlueSky.Hj212.Tests;

namespace BlueSky.Processes;

/// <summary><c>bluesky hj212 decode</c> as a process, over the packets that the file of examples gives with their verdicts.</summary>
public sealed class DecodeTests
{
    private const int AllIntact = 0;
    private const int FaultsAmongThem = 1;
    private const int WrongUse = 2;

    // Faulty by the file, but only the frame's dress is a dialect's: length and checksum fit, so the data are delivered.
    private static readonly string[] IntactDialects = ["R109", "R110", "R111"];

    // The key of the encrypted examples: sixteen times the sign 0.
    private static readonly string[] Key = ["--key", "0000000000000000"];

    private static readonly Dictionary<string, string[]> Streams = new()
    {
        // Half a packet at its end has no terminator: it would swallow what follows, so R106 is left out of the one stream.
        ["R107"] = ["ok 39 2011"],
        ["R108"] = ["length", "ok 39 2011"],
    };

    [Fact]
    public async Task Every_example_in_one_stream_gets_the_verdict_that_the_file_gives()
    {
        var items = PacketFile.Items.Where(i => i.Terminator != "none").ToList();
        var (code, lines, error) = await Run([.. items.SelectMany(i => i.OnTheWire)], Key);
        Assert.Equal("", error);
        Assert.Equal(FaultsAmongThem, code);
        Assert.Equal(items.SelectMany(Expected), lines.Select(Verdict));
    }

    [Fact]
    public async Task Intact_packets_give_0_and_their_values()
    {
        var (code, lines, error) = await Run(PacketFile.Get("R013").OnTheWire, []);
        Assert.Equal((AllIntact, ""), (code, error));
        using var json = JsonDocument.Parse(Assert.Single(lines));
        var root = json.RootElement;
        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal(2017, root.GetProperty("version").GetInt32());
        Assert.Equal("20231008123340461", root.GetProperty("qn").GetString());
        Assert.Equal("010000A8900016F000169DC0", root.GetProperty("mn").GetString());
        Assert.Equal(5, root.GetProperty("flag").GetInt32());
        Assert.Equal("2023-10-08T12:33:40+08:00", root.GetProperty("dataTime").GetString());
        Assert.Equal("123.456", root.GetProperty("factors").GetProperty("w01008").GetProperty("Rtd").GetString());
    }

    [Fact]
    public async Task A_file_is_read_as_standard_input_is()
    {
        var file = Path.GetTempFileName();
        try
        {
            byte[] bytes = [.. PacketFile.Get("R001").OnTheWire, .. PacketFile.Get("R006").OnTheWire, .. PacketFile.Get("R013").OnTheWire];
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
            var byFile = await Run(null, [], file);
            Assert.Equal(FaultsAmongThem, byFile.Code);
            Assert.Equal(["ok", "crc", "ok"], byFile.Lines.Select(l => Verdict(l).Split(' ')[0]));
            Assert.Equal((await Run(bytes, [])).Lines, byFile.Lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_wrong_words_give_2_and_say_why()
    {
        var missing = await Run(null, [], Path.Combine(AppContext.BaseDirectory, "no-such-file"));
        Assert.Equal(WrongUse, missing.Code);
        Assert.Contains("no-such-file", missing.Error);
        var key = await Run([], ["--key", "short"]);
        Assert.Equal(WrongUse, key.Code);
        Assert.Contains("--key", key.Error);
        Assert.Equal(WrongUse, (await Run([], ["--no-such-option"])).Code);
    }

    private static string[] Expected(PacketItem item)
    {
        if (Streams.TryGetValue(item.Id, out var verdicts)) return verdicts;
        if (item.Class != "fault" || IntactDialects.Contains(item.Id)) return [$"ok {item.St} {item.Cn}"];
        return [item.LengthFits ? "crc" : "length"];
    }

    private static string Verdict(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return root.GetProperty("ok").GetBoolean()
            ? $"ok {root.GetProperty("st").GetString()} {root.GetProperty("cn").GetString()}"
            : root.GetProperty("error").GetString()!;
    }

    private static async Task<(int Code, string[] Lines, string Error)> Run(byte[]? input, string[] options, string file = "-")
    {
        var cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bluesky.dll"), "hj212", "decode", file, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            if (input is not null) await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: wrong words are refused before the input is looked at.
        }

        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries), await error);
    }
}
