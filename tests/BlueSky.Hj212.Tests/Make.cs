using System.Globalization;

namespace BlueSky.Hj212.Tests;

/// <summary>Frames made by hand, apart from the writer under test.</summary>
internal static class Make
{
    public const string Mn = "010000A8900016F000169DC0";

    public static string Segment(string area, string head = $"QN=20240101000000000;ST=31;CN=2011;PW=123456;MN={Mn};Flag=5") => $"{head};CP=&&{area}&&";

    public static string Frame(string segment, string tail = "\r\n")
    {
        var bytes = Feed.Bytes(segment);
        return string.Create(CultureInfo.InvariantCulture, $"##{bytes.Length:D4}{segment}{Crc16.Compute(bytes):X4}{tail}");
    }

    public static Packet Packet(string segment) => BlueSky.Hj212.Packet.Parse(Feed.Bytes(segment));
}
