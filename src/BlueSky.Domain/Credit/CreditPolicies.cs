using System.Text;
using BlueSky.Assessment;

namespace BlueSky.Credit;

/// <summary>The policies of credit, each in force from a day on, with the texts of their files.</summary>
public sealed class CreditPolicies
{
    private readonly List<(CreditPolicy Policy, string Text)> _policies;

    private CreditPolicies(List<(CreditPolicy, string)> policies) => _policies = policies;

    /// <summary>All, the earliest first.</summary>
    public IEnumerable<CreditPolicy> All => _policies.Select(p => p.Policy);

    /// <summary>Reads every policy (<c>*.json</c>) of a folder.</summary>
    /// <exception cref="PolicyException">The folder is missing or empty, a file cannot be used, or two begin on one day.</exception>
    public static CreditPolicies Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory)) throw new PolicyException(directory, "", "the folder of credit policies is missing");
        return Of(Directory.GetFiles(directory, "*.json").Select(f => (Path.GetFileName(f), File.ReadAllText(f, Encoding.UTF8))));
    }

    /// <summary>Reads policies from texts with the names of their files.</summary>
    /// <exception cref="PolicyException">A text cannot be used, two begin on one day, or there is none.</exception>
    public static CreditPolicies Of(IEnumerable<(string File, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var policies = new List<(CreditPolicy Policy, string Text)>();
        foreach (var (file, text) in files)
        {
            var policy = CreditPolicyFile.Parse(text, file);
            if (policies.Exists(p => p.Policy.Id == policy.Id)) throw new PolicyException(file, "id", $"'{policy.Id}' is there twice");
            if (policies.Exists(p => p.Policy.EffectiveFrom.Value == policy.EffectiveFrom.Value))
                throw new PolicyException(file, "effectiveFrom.value", $"another policy begins on {policy.EffectiveFrom.Value:yyyy-MM-dd} too; give each a day of its own");
            policies.Add((policy, text));
        }

        if (policies.Count == 0) throw new PolicyException("*.json", "", "there is no credit policy; add one");
        return new CreditPolicies([.. policies.OrderBy(p => p.Policy.EffectiveFrom.Value)]);
    }

    /// <summary>The policy for a period: the last that began by its first day; null before the first.</summary>
    public CreditPolicy? For(Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return _policies.LastOrDefault(p => p.Policy.EffectiveFrom.Value <= period.First).Policy;
    }

    /// <summary>The text of a policy's file; null when there is none.</summary>
    public string? TextOf(string id) => _policies.FirstOrDefault(p => p.Policy.Id == id).Text;
}
