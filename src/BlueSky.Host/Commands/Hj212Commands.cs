using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using BlueSky.Hj212;

namespace BlueSky.Host.Commands;

/// <summary>
/// <c>hj212 decode</c> and <c>hj212 encode</c>: the protocol at the prompt. Exit codes: 0 all frames intact, 1 a fault among them,
/// 2 wrong use.
/// </summary>
internal static class Hj212Commands
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>The command <c>hj212</c> with its two subcommands.</summary>
    public static Command Create() => new("hj212", "Reads and writes HJ 212 packets.") { Decode(), Encode() };

    private static Command Decode()
    {
        var file = new Argument<string>("file") { Description = "The bytes of one TCP stream; - for standard input." };
        var keys = new Option<string[]>("--key") { Description = "SM4 key (HJ 212-2025): 32 hexadecimal digits or 16 characters. May be given again." };
        var lenient = new Option<bool>("--lenient") { Description = "Accept all that can be read for certain: wrong length, lost zeros, any checksum." };
        var crc = new Option<string[]>("--crc") { Description = "Accept this checksum too: modbus or modbus-swapped. May be given again." };
        var command = new Command("decode", "Prints one JSON line a frame.") { file, keys, lenient, crc };
        command.SetAction((parsed, cancellation) => Try(async () =>
        {
            var options = parsed.GetValue(lenient) ? FrameOptions.Lenient : FrameOptions.Default;
            options = options with { AcceptedCrc = [.. options.AcceptedCrc, .. (parsed.GetValue(crc) ?? []).Select(ReadVariant)] };
            IReadOnlyList<ReadOnlyMemory<byte>> known = [.. (parsed.GetValue(keys) ?? []).Select(k => (ReadOnlyMemory<byte>)ReadKey(k))];
            var decoder = new StreamDecoder(options, known.Count == 0 ? null : _ => known);

            var name = parsed.GetRequiredValue(file);
            await using var input = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
            await using var output = Console.OpenStandardOutput();
            await Decode(input, decoder, output, cancellation);
            return decoder.Faults == 0 ? 0 : 1;
        }));
        return command;
    }

    private static async Task Decode(Stream input, StreamDecoder decoder, Stream output, CancellationToken cancellation)
    {
        var chunk = new byte[ChunkSize];
        var lines = new ArrayBufferWriter<byte>();
        int read;
        do
        {
            read = await input.ReadAsync(chunk, cancellation);
            decoder.Feed(chunk.AsMemory(0, read), complete: read == 0, lines);
            await output.WriteAsync(lines.WrittenMemory, cancellation);
            await output.FlushAsync(cancellation);
            lines.ResetWrittenCount();
        }
        while (read > 0);
    }

    private static Command Encode()
    {
        var st = new Option<string>("--st") { Description = "System code (系统编码).", DefaultValueFactory = _ => "39" };
        var cn = new Option<string?>("--cn") { Description = "Command code (命令编码). Without it packets are read from standard input, one JSON line each, in the form that decode prints." };
        var mn = new Option<string?>("--mn") { Description = "Device id (设备唯一标识)." };
        var pw = new Option<string?>("--pw") { Description = "Password (访问密码)." };
        var flag = new Option<int>("--flag") { Description = "Flag, 0 to 255: 4 is 2017, 8 is 2025, 1 wants an answer.", DefaultValueFactory = _ => 5 };
        var qn = new Option<string?>("--qn") { Description = "Request id (请求编码), 17 digits; the present time when left out." };
        var time = new Option<string?>("--data-time") { Description = "DataTime, 14 digits, Chinese time." };
        var values = new Option<string[]>("--value") { Description = "CODE-FIELD=VALUE or FIELD=VALUE; those of one code form a group. May be given again." };
        var key = new Option<string?>("--key") { Description = "SM4 key: 32 hexadecimal digits or 16 characters." };
        var command = new Command("encode", "Prints frames, split where they pass 1024 bytes.") { st, cn, mn, pw, flag, qn, time, values, key };
        command.SetAction((parsed, cancellation) => Try(async () =>
        {
            var secret = parsed.GetValue(key) is { } text ? ReadKey(text) : [];
            var draft = new PacketDraft
            {
                Qn = parsed.GetValue(qn) ?? HjTime.FormatQn(TimeProvider.System.GetUtcNow()),
                St = parsed.GetValue(st)!,
                Cn = "",
                Pw = parsed.GetValue(pw),
                Mn = parsed.GetValue(mn),
                Flag = parsed.GetValue(flag) is >= 0 and <= 255 and var bits ? bits : throw new FormatException("--flag: 0 to 255."),
            };
            await using var output = Console.OpenStandardOutput();
            if (parsed.GetValue(cn) is { } command)
            {
                draft = draft with { Cn = command, Groups = [.. ReadTime(parsed.GetValue(time)), .. ReadValues(parsed.GetValue(values) ?? [])] };
                await Write(output, draft, secret, cancellation);
                return 0;
            }

            using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
            for (var number = 1; await input.ReadLineAsync(cancellation) is { } line; number++)
            {
                if (line.Length == 0)
                    continue;
                try
                {
                    await Write(output, EncodeLine.Read(line, draft with { Qn = null }), secret, cancellation);
                }
                catch (Exception e) when (e is FormatException or ArgumentException)
                {
                    throw new FormatException($"line {number}: {e.Message}", e);
                }
            }

            return 0;
        }));
        return command;
    }

    private static async Task Write(Stream output, PacketDraft draft, byte[] key, CancellationToken cancellation)
    {
        var frames = new ArrayBufferWriter<byte>();
        PacketWriter.WriteSplit(frames, draft, key);
        await output.WriteAsync(frames.WrittenMemory, cancellation);
    }

    private static DraftGroup[] ReadTime(string? text) => text is null ? []
        : HjTime.TryParse(Encoding.ASCII.GetBytes(text), out var time) ? [DraftGroup.Field("DataTime", HjTime.Format(time))]
        : throw new FormatException($"--data-time: “{text}” is no time of 14 digits.");

    /// <summary>Values of one code stand together in one group, as the standard writes them.</summary>
    private static IEnumerable<DraftGroup> ReadValues(string[] values) => values
        .Select(value => value.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign
            ? new KeyValuePair<string, string>(value[..sign], EncodeLine.Quote(value[(sign + 1)..]))
            : throw new FormatException($"--value: “{value}” is not KEY=VALUE."))
        .GroupBy(item => item.Key.Split('-', 2)[0])
        .Select(group => new DraftGroup([.. group]));

    private static CrcVariant ReadVariant(string text) => text switch
    {
        "hj212" => CrcVariant.Hj212,
        "modbus" => CrcVariant.Modbus,
        "modbus-swapped" => CrcVariant.ModbusSwapped,
        _ => throw new FormatException($"--crc: “{text}” is neither modbus nor modbus-swapped."),
    };

    private static byte[] ReadKey(string text)
    {
        if (text.Length == 2 * Sm4Codec.BlockSize && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length == Sm4Codec.BlockSize
            ? bytes
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"--key: give 32 hexadecimal digits or {Sm4Codec.BlockSize} characters."));
    }

    /// <summary>Wrong use and unreadable files are said on standard error and give 2.</summary>
    private static async Task<int> Try(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }
}
