using BlueSky.Decisions;

namespace BlueSky.Tasks;

/// <summary>Texts of commands: needed ones are there, all are bounded.</summary>
internal static class TaskText
{
    private const int Longest = 2_000, LongestEvidence = 500, MostEvidence = 20;

    public static Refusal? Needed(string? text, string field, string name) => string.IsNullOrWhiteSpace(text)
        ? new("missing", RefusalGround.NotEnough, field, $"请填写{name}。", "Required.")
        : Fits(text, field);

    public static Refusal? Fits(string? text, string field) => text is null || text.Length > Longest
        ? new("too-long", RefusalGround.NotEnough, field, $"最多 {Longest} 个字符。", $"At most {Longest} characters.")
        : null;

    public static Refusal? Evidence(IReadOnlyList<Evidence>? evidence)
    {
        if (evidence is null || evidence.Count > MostEvidence)
            return new("evidence-count", RefusalGround.NotEnough, "evidence", $"佐证材料最多 {MostEvidence} 件。", $"At most {MostEvidence} pieces of evidence.");
        var wrong = evidence.Any(e => e is null || string.IsNullOrWhiteSpace(e.Name) || string.IsNullOrWhiteSpace(e.Reference)
            || e.Name.Length > LongestEvidence || e.Reference.Length > LongestEvidence);
        return wrong
            ? new("evidence-form", RefusalGround.NotEnough, "evidence", $"每件佐证材料须有名称和出处（地址、文号或 SHA-256），各不超过 {LongestEvidence} 个字符。", $"Each piece has a name and a reference (address, document number or SHA-256) of at most {LongestEvidence} characters.")
            : null;
    }
}
