using BlueSky.Assessment;
using BlueSky.Violations;

namespace BlueSky.Surveys;

/// <summary>How tracks of dust surveys (走航) are matched to roads. A file in <c>seeds/violations/</c>; every figure with its mark and citation.</summary>
public sealed record SurveyPolicy
{
    /// <summary>A point belongs to the nearest road that is no further away, m.</summary>
    public required Cited<int> MatchWithinMetres { get; init; }

    /// <summary>Points further apart than this have a gap between them that stands for nothing, m.</summary>
    public required Cited<int> LongestGapMetres { get; init; }

    /// <summary>A road with less surveyed length than this is not judged, m.</summary>
    public required Cited<int> LeastLengthMetres { get; init; }

    /// <summary>Reads <c>surveys.json</c> of a folder.</summary>
    /// <exception cref="PolicyException">The file is missing or cannot be used; names file, field and fix.</exception>
    public static SurveyPolicy Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return HandlingPolicyFile.Read("surveys.json", HandlingPolicyFile.Text(directory, "surveys.json"), root =>
        {
            root.Only("id", "name", "matchWithinMetres", "longestGapMetres", "leastLengthMetres");
            _ = (root.Required("id").Text(), root.Required("name").Text());
            return new SurveyPolicy
            {
                MatchWithinMetres = root.Required("matchWithinMetres").Cited(n => n.Whole(1, 500)),
                LongestGapMetres = root.Required("longestGapMetres").Cited(n => n.Whole(1, 5_000)),
                LeastLengthMetres = root.Required("leastLengthMetres").Cited(n => n.Whole(0, 10_000)),
            };
        });
    }
}
