using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Sources;
using BlueSky.Time;

namespace BlueSky.Reports;

/// <summary>A fire that was found where none was registered becomes a source (焚烧点), so that its problem has an owner like any other.</summary>
internal static class FoundSpot
{
    /// <summary>The register entry; its id follows from who reported what, so the same report again is the same spot.</summary>
    internal static SourceRegistration Of(Report report, Actor by, District district)
    {
        var town = district.UnitOf(report.Town!)!;
        var at = report.Position!.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"{(report.IsDemo ? "演示" : "")}焚烧点 {at.Longitude:0.0000},{at.Latitude:0.0000}（{town.Name}）");
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{by.Unit!.Code}~{report.Id}"));
        return new SourceRegistration
        {
            Id = $"{district.Code}-spot-{Convert.ToHexStringLower(digest)[..12]}", Name = name, Kind = Reporting.Spot, Town = town.Code,
            Address = "巡查、举报发现，位置以上报为准", Location = at, RegisteredOn = report.At.Day(), IsDemo = report.IsDemo,
        };
    }
}
