using System.Text;
using System.Text.Json;
using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>
/// Reads policies from JSON. Strict: a field that is missing, misspelt, doubled, out of range or without mark and citation is refused
/// with a <see cref="PolicyException"/> that names the file, the field and the fix. The format is described in <c>seeds/policies/README.md</c>.
/// </summary>
public static class PolicyFile
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the policy in a file.</summary>
    /// <exception cref="PolicyException">The file is missing or cannot be used.</exception>
    public static Policy Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Path.GetFileName(path);
        if (!File.Exists(path)) throw new PolicyException(file, "", $"the file is missing in '{Path.GetDirectoryName(path)}'");
        return Parse(File.ReadAllText(path, Encoding.UTF8), file);
    }

    /// <summary>Reads every policy (<c>*.json</c>) of a folder, in order of id.</summary>
    /// <exception cref="PolicyException">A file cannot be used.</exception>
    public static IReadOnlyList<Policy> LoadAll(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory)) throw new PolicyException(directory, "", "the folder of policies is missing");
        return [.. Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal).Select(Load)];
    }

    /// <summary>Reads a policy from text.</summary>
    /// <param name="json">The file's text.</param>
    /// <param name="file">Name of the file, for errors; without extension it must equal the field <c>id</c>.</param>
    /// <exception cref="PolicyException">The text cannot be used.</exception>
    public static Policy Parse(string json, string file)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentException.ThrowIfNullOrEmpty(file);
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return Read(PolicyNode.Root(file, document.RootElement), file, CanonicalText.DigestOf(document.RootElement));
        }
        catch (JsonException e)
        {
            throw new PolicyException(file, "", $"is not valid JSON at line {e.LineNumber + 1}; correct it there ({e.Message})", e);
        }
    }

    private static Policy Read(PolicyNode root, string file, string digest)
    {
        root.Only(
            "id", "name", "version", "validity", "periods", "comparison", "indexRule", "moneyDecimals", "tieBreak", "exemptAfterYears", "sparedBelow", "tiers", "notes");
        var id = root.Required("id").Text();
        if (id != Path.GetFileNameWithoutExtension(file)) throw root.Required("id").Fault($"is '{id}'; it must be the file's name without extension");
        var decimals = root.Required("moneyDecimals").Cited(n => n.Whole(0, 6));
        var tiers = root.Required("tiers").List(n => ReadTier(n, decimals.Value));
        if (tiers.Count == 0) throw root.Required("tiers").Fault("is empty; give at least one tier");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in tiers.SelectMany(t => t.Aliases.Prepend(t.Id)))
        {
            if (!names.Add(name)) throw root.Required("tiers").Fault($"names '{name}' twice; a tier's id and other names must be unique");
        }

        return new Policy
        {
            Id = id,
            Name = root.Required("name").Text(),
            Version = root.Required("version").Text(),
            Validity = root.Required("validity").Cited(ReadValidity),
            Periods = root.Required("periods").Cited(n => n.List(ReadPeriodType)),
            Comparison = root.Required("comparison").Cited(n => n.OneOf("同比", "环比")),
            IndexRule = root.Required("indexRule").Cited(ReadIndexRule),
            MoneyDecimals = decimals,
            TieBreak = root.Required("tieBreak").Cited(n => n.List(p => p.Pollutant())),
            ExemptAfterYears = root.Optional("exemptAfterYears")?.Cited(n => n.Whole(1, 10)),
            SparedBelow = root.Optional("sparedBelow")?.Cited(n => n.ByPollutant(p => p.Number(0.001m, 9999))),
            Tiers = tiers,
            Notes = root.Optional("notes")?.List(n => n.Cited(t => t.Text())) ?? [],
            Digest = digest,
        };
    }

    private static Validity ReadValidity(PolicyNode node)
    {
        node.Only("from", "to");
        var validity = new Validity(node.Required("from").Date(), node.Optional("to")?.Date());
        return validity.To < validity.From ? throw node.Fault("ends before it begins; correct from or to") : validity;
    }

    private static CompositeRule ReadIndexRule(PolicyNode node)
    {
        node.Only("name", "terms");
        var name = node.Required("name").OneOf([.. CompositeRule.All.Select(r => r.Name)]);
        var rounds = node.Required("terms").OneOf("per-term-half-even", "unrounded-terms") == "per-term-half-even";
        return CompositeRule.All.Single(r => r.Name == name) with { RoundsTerms = rounds };
    }

    private static PeriodType ReadPeriodType(PolicyNode node) => node.OneOf("day", "week", "month", "quarter", "half-year", "year", "to-date") switch
    {
        "day" => PeriodType.Day,
        "week" => PeriodType.Week,
        "month" => PeriodType.Month,
        "quarter" => PeriodType.Quarter,
        "half-year" => PeriodType.HalfYear,
        "year" => PeriodType.Year,
        _ => PeriodType.ToDate,
    };

    private static Tier ReadTier(PolicyNode node, int moneyDecimals)
    {
        node.Only("id", "name", "aliases", "members", "rule");
        return new Tier(
            node.Required("id").Text(),
            node.Required("name").Text(),
            node.Optional("aliases")?.List(n => n.Text()) ?? [],
            node.Required("members").Cited(n => n.List(ReadMember)),
            RuleReader.Read(node.Required("rule"), moneyDecimals));
    }

    private static TierMember ReadMember(PolicyNode node)
    {
        node.Only("code", "name");
        return new TierMember(node.Required("code").Text(), node.Required("name").Text());
    }
}
