using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace BlueSky.Hj212;

/// <summary>One value of a factor.</summary>
/// <param name="Field">The suffix (字段): <c>Rtd</c>, <c>Avg</c>, <c>Flag</c> …</param>
/// <param name="Text">The value as sent.</param>
/// <param name="Number">The value as a number where it is one. Its unit is the device profile's, never the code's.</param>
public readonly record struct FieldValue(string Field, string Text, decimal? Number);

/// <summary>One factor (监测因子) of a packet with its values in the order sent, merged over all groups that name it.</summary>
/// <param name="code">The code as sent.</param>
public sealed class Factor(string code) : IReadOnlyList<FieldValue>
{
    private readonly List<FieldValue> _values = new(4);

    /// <summary>The code as sent, known or not.</summary>
    public string Code { get; } = code;

    /// <summary>Number of values.</summary>
    public int Count => _values.Count;

    /// <summary>The value at a place in the order sent.</summary>
    /// <param name="index">From 0.</param>
    public FieldValue this[int index] => _values[index];

    /// <summary>The text of a field; null when the factor has no such field.</summary>
    /// <param name="field">The suffix, case-sensitive.</param>
    public string? this[string field] => TryGet(field, out var value) ? value.Value.Text : null;

    /// <summary>The data mark (数据标记) of <c>-Flag</c>; null when not sent, which means unknown and not normal.</summary>
    public string? Mark => this["Flag"];

    /// <summary>Finds a field.</summary>
    /// <param name="field">The suffix, case-sensitive.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(string field, [NotNullWhen(true)] out FieldValue? value)
    {
        foreach (var candidate in _values)
        {
            if (candidate.Field == field)
            {
                value = candidate;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<FieldValue> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Sets a value; false when the field was there already.</summary>
    internal bool Set(FieldValue value)
    {
        for (var i = 0; i < _values.Count; i++)
        {
            if (_values[i].Field == value.Field)
            {
                _values[i] = value;
                return false;
            }
        }

        _values.Add(value);
        return true;
    }
}
