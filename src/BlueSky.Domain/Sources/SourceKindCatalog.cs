using System.Collections.Frozen;

namespace BlueSky.Sources;

/// <summary>All kinds of source that the district knows, by code.</summary>
public sealed class SourceKindCatalog
{
    private readonly FrozenDictionary<string, SourceKind> _kinds;

    /// <summary>A catalogue of <paramref name="kinds"/>, whose codes differ.</summary>
    /// <exception cref="ArgumentException">Two kinds have the same code.</exception>
    public SourceKindCatalog(IEnumerable<SourceKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var byCode = new Dictionary<string, SourceKind>(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            if (!byCode.TryAdd(kind.Code, kind)) throw new ArgumentException($"Two kinds have the code {kind.Code}.", nameof(kinds));
        }

        _kinds = byCode.ToFrozenDictionary(StringComparer.Ordinal);
        Kinds = [.. byCode.Values.OrderBy(k => k.Code, StringComparer.Ordinal)];
    }

    /// <summary>The kinds by code.</summary>
    public IReadOnlyList<SourceKind> Kinds { get; }

    /// <summary>The kind of that code; null when it is not known.</summary>
    public SourceKind? Find(string code) => _kinds.GetValueOrDefault(code);

    /// <summary>The kind of that code.</summary>
    /// <exception cref="KeyNotFoundException">It is not known.</exception>
    public SourceKind this[string code] => Find(code) ?? throw new KeyNotFoundException($"Unknown kind of source “{code}”.");

    /// <summary>Reads every <c>*.json</c> of a folder.</summary>
    /// <exception cref="KindFileException">A file cannot be used.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static SourceKindCatalog Load(string folder) =>
        new(Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Select(path => SourceKindFile.Parse(Path.GetFileName(path), File.ReadAllText(path))));
}
