using BlueSky.Sources;

namespace BlueSky.Registers;

/// <summary>What became of a source between two states of the register.</summary>
public enum ChangeKind
{
    /// <summary>新增.</summary>
    Added = 0,

    /// <summary>移出: deregistered, or now of another kind.</summary>
    Removed = 1,

    /// <summary>变更.</summary>
    Changed = 2,
}

/// <summary>One field that differs.</summary>
/// <param name="Field">Name in the API.</param>
/// <param name="Title">Chinese name.</param>
/// <param name="Old">Value before; empty when not given.</param>
/// <param name="New">Value after.</param>
public sealed record FieldChange(string Field, string Title, string Old, string New);

/// <summary>One source that differs.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Before">Entry before; null when added.</param>
/// <param name="After">Entry after; null when removed.</param>
/// <param name="Fields">Fields that differ; empty unless changed.</param>
public sealed record RegisterChange(ChangeKind Kind, SourceRegistration? Before, SourceRegistration? After, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>The newer entry that there is.</summary>
    public SourceRegistration Entry => After ?? Before!;
}

/// <summary>How many sources differ, and how.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Removed">Gone ones.</param>
/// <param name="Changed">Ones with other fields.</param>
public sealed record ChangeCounts(int Added, int Removed, int Changed)
{
    /// <summary>Counts changes.</summary>
    public static ChangeCounts Of(IReadOnlyCollection<RegisterChange> changes) => new(
        changes.Count(c => c.Kind == ChangeKind.Added), changes.Count(c => c.Kind == ChangeKind.Removed), changes.Count(c => c.Kind == ChangeKind.Changed));
}

/// <summary>Compares two states of a register.</summary>
public static class RegisterDifference
{
    /// <summary>What differs, by id of the source.</summary>
    /// <param name="before">Entries before, each id once, in any order.</param>
    /// <param name="after">Entries after.</param>
    public static IReadOnlyList<RegisterChange> Between(IEnumerable<SourceRegistration> before, IEnumerable<SourceRegistration> after)
    {
        var old = before.ToDictionary(e => e.Id, StringComparer.Ordinal);
        var changes = new List<RegisterChange>();
        foreach (var entry in after)
        {
            if (!old.Remove(entry.Id, out var former)) changes.Add(new(ChangeKind.Added, null, entry, []));
            else if (Fields(former, entry) is { Count: > 0 } fields) changes.Add(new(ChangeKind.Changed, former, entry, fields));
        }

        changes.AddRange(old.Values.Select(gone => new RegisterChange(ChangeKind.Removed, gone, null, [])));
        return [.. changes.OrderBy(c => c.Entry.Id, StringComparer.Ordinal)];
    }

    /// <summary>Fields that differ between two entries, in the order of fields.</summary>
    public static IReadOnlyList<FieldChange> Fields(SourceRegistration before, SourceRegistration after)
    {
        var old = RegisterFields.Of(before).ToDictionary(f => f.Name, StringComparer.Ordinal);
        var changes = new List<FieldChange>();
        foreach (var field in RegisterFields.Of(after))
        {
            var former = old.Remove(field.Name, out var found) ? found.Text : "";
            if (former != field.Text) changes.Add(new(field.Name, field.Title, former, field.Text));
        }

        changes.AddRange(old.Values.Select(f => new FieldChange(f.Name, f.Title, f.Text, "")));
        return changes;
    }
}
