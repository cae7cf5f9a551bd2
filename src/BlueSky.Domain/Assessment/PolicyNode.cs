using System.Globalization;
using System.Text.Json;
using BlueSky.AirQuality;

namespace BlueSky.Assessment;

/// <summary>One place in a policy file: knows its path, so that every error can say where it is. Unknown properties are errors.</summary>
internal sealed class PolicyNode(string file, string path, JsonElement element)
{
    private static readonly string[] Marks = ["T", "S", "K", "D"];

    internal static PolicyNode Root(string file, JsonElement element) => new(file, "", element);

    /// <summary>Refuses properties outside the list, which is how a misspelt name is found.</summary>
    internal PolicyNode Only(params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fault($"is {Kind()}; give an object with {string.Join(", ", names)}");
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name, StringComparer.Ordinal))
            {
                throw new PolicyException(file, Sub(property.Name), $"is not known here; remove it or use one of {string.Join(", ", names)}");
            }
        }

        return this;
    }

    internal PolicyNode? Optional(string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fault($"is {Kind()}; give an object");
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new PolicyNode(file, Sub(name), value) : null;
    }

    internal PolicyNode Required(string name) =>
        Optional(name) ?? throw new PolicyException(file, Sub(name), "is missing; add it");

    /// <summary>Reads <c>{"value": ..., "mark": "T|S|K|D", "citation": "..."}</c>.</summary>
    internal Cited<T> Cited<T>(Func<PolicyNode, T> read)
    {
        Only("value", "mark", "citation");
        return new Cited<T>(read(Required("value")), Required("mark").OneOf(Marks), Required("citation").Text());
    }

    internal string Text() =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw Fault($"is {Kind()}; give a text that is not empty");

    internal string OneOf(params string[] allowed) =>
        Text() is var text && allowed.Contains(text, StringComparer.Ordinal) ? text : throw Fault($"is '{text}'; use one of {string.Join(", ", allowed)}");

    internal decimal Number(decimal minimum, decimal maximum) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDecimal(out var value) && value >= minimum && value <= maximum
            ? value
            : throw Fault($"is {Kind()}; give a number from {minimum} to {maximum}");

    internal int Whole(int minimum, int maximum) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= minimum && value <= maximum
            ? value
            : throw Fault($"is {Kind()}; give a whole number from {minimum} to {maximum}");

    internal bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault($"is {Kind()}; give true or false"),
    };

    internal DateOnly Date() =>
        DateOnly.TryParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Fault($"is '{Text()}'; give a day as YYYY-MM-DD");

    internal Pollutant Pollutant() =>
        PollutantCodes.Find(Text()) ?? throw Fault($"is '{Text()}'; use one of {string.Join(", ", PollutantCodes.Codes)}");

    internal IReadOnlyList<T> List<T>(Func<PolicyNode, T> read)
    {
        if (element.ValueKind != JsonValueKind.Array) throw Fault($"is {Kind()}; give a list in [ ]");
        return [.. element.EnumerateArray().Select((item, i) => read(new PolicyNode(file, $"{path}[{i}]", item)))];
    }

    internal IEnumerable<(string Name, PolicyNode Node)> Properties()
    {
        if (element.ValueKind != JsonValueKind.Object) throw Fault($"is {Kind()}; give an object");
        return element.EnumerateObject().Select(p => (p.Name, new PolicyNode(file, Sub(p.Name), p.Value)));
    }

    /// <summary>Reads an object whose names are pollutants.</summary>
    internal IReadOnlyDictionary<Pollutant, T> ByPollutant<T>(Func<PolicyNode, T> read)
    {
        var values = new SortedDictionary<Pollutant, T>();
        foreach (var (name, node) in Properties())
        {
            var pollutant = PollutantCodes.Find(name) ?? throw node.Fault($"is not a pollutant; use one of {string.Join(", ", PollutantCodes.Codes)}");
            values.Add(pollutant, read(node));
        }

        return values;
    }

    internal PolicyException Fault(string fix) => new(file, path, fix);

    private string Sub(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private string Kind() => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Undefined => "missing",
        _ => element.GetRawText(),
    };
}
