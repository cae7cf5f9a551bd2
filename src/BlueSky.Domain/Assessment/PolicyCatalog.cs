using System.Text;

namespace BlueSky.Assessment;

/// <summary>The policies of an installation by id, each with the text of its file as it was read.</summary>
public sealed class PolicyCatalog
{
    private readonly SortedDictionary<string, (Policy Policy, string Text)> _policies = new(StringComparer.Ordinal);

    private PolicyCatalog()
    {
    }

    /// <summary>All policies in order of id.</summary>
    public IEnumerable<Policy> All => _policies.Values.Select(p => p.Policy);

    /// <summary>Reads every policy (<c>*.json</c>) of a folder.</summary>
    /// <exception cref="PolicyException">The folder is missing or a file cannot be used.</exception>
    public static PolicyCatalog Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory)) throw new PolicyException(directory, "", "the folder of policies is missing");
        return Of(Directory.GetFiles(directory, "*.json").Select(f => (Path.GetFileName(f), File.ReadAllText(f, Encoding.UTF8))));
    }

    /// <summary>Reads policies from texts with the names of their files.</summary>
    /// <exception cref="PolicyException">A text cannot be used.</exception>
    public static PolicyCatalog Of(IEnumerable<(string File, string Text)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var catalog = new PolicyCatalog();
        foreach (var (file, text) in files)
        {
            var policy = PolicyFile.Parse(text, file);
            if (!catalog._policies.TryAdd(policy.Id, (policy, text))) throw new PolicyException(file, "id", $"'{policy.Id}' is there twice");
        }

        return catalog;
    }

    /// <summary>The policy with an id; null when there is none.</summary>
    public Policy? Find(string id) => _policies.TryGetValue(id, out var found) ? found.Policy : null;

    /// <summary>The text of a policy's file; null when there is none.</summary>
    public string? TextOf(string id) => _policies.TryGetValue(id, out var found) ? found.Text : null;
}
