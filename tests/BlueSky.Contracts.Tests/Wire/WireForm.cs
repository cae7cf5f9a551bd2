using System.Reflection;
using System.Runtime.CompilerServices;
using BlueSky.Sources;

namespace BlueSky.Tests.Wire;

/// <summary>
/// What nodes of two versions must agree on, a line each: serialised members by number, calls of grains, and the types of the domain
/// that travel inside them as JSON.
/// </summary>
internal static class WireForm
{
    /// <summary>The lines of the assembly of contracts, sorted.</summary>
    public static IReadOnlyList<string> OfContracts()
    {
        var contracts = typeof(ISourceGrain).Assembly;
        var domain = typeof(Observation).Assembly;
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<Type>();
        foreach (var type in contracts.GetTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute))))
        {
            if (type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)) lines.UnionWith(Members(type));
            if (type.IsEnum && type.IsPublic) lines.UnionWith(Values(type));
            if (type.IsInterface && type.IsAssignableTo(typeof(IGrain))) lines.UnionWith(Calls(type));
        }

        foreach (var type in Used(contracts)) Follow(type);
        return [.. lines];

        // Into the domain, as deep as it goes.
        void Follow(Type type)
        {
            foreach (var part in Parts(type).Where(p => p.Assembly == domain && seen.Add(p)))
            {
                if (part.IsEnum) lines.UnionWith(Values(part));
                else if (part != typeof(Observation))
                {
                    foreach (var property in Json(part))
                    {
                        lines.Add($"json {Name(part)}.{property.Name}: {Name(property.PropertyType)}");
                        Follow(property.PropertyType);
                    }
                }
            }
        }
    }

    private static IEnumerable<PropertyInfo> Json(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.GetIndexParameters().Length == 0 && (p.SetMethod is { IsPublic: true } || IsOfConstructor(type, p)));

    private static bool IsOfConstructor(Type type, PropertyInfo property) => type.GetConstructors()
        .Any(c => c.GetParameters().Any(p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        yield return $"message {Name(type)} alias {type.GetCustomAttribute<AliasAttribute>()?.Alias ?? "-"}";
        foreach (var member in type.GetMembers(all))
        {
            if (member.GetCustomAttribute<IdAttribute>() is not { } id) continue;
            var of = member is PropertyInfo p ? p.PropertyType : ((FieldInfo)member).FieldType;
            yield return $"member {Name(type)} #{id.Id}: {Name(of)}";
        }
    }

    private static IEnumerable<string> Values(Type type) =>
        Enum.GetNames(type).Select(n => $"enum {Name(type)} {Convert.ToInt64(Enum.Parse(type, n), System.Globalization.CultureInfo.InvariantCulture)}: {n}");

    private static IEnumerable<string> Calls(Type type)
    {
        yield return $"grain {Name(type)} alias {type.GetCustomAttribute<AliasAttribute>()?.Alias ?? "-"}";
        foreach (var call in type.GetMethods().Where(m => !m.IsStatic))
        {
            var parameters = string.Join(", ", call.GetParameters().Select(p => Name(p.ParameterType)));
            yield return $"call {Name(type)}.{call.Name}({parameters}): {Name(call.ReturnType)}";
        }
    }

    private static IEnumerable<Type> Used(Assembly contracts) => contracts.GetTypes().SelectMany(t =>
        t.IsInterface && t.IsAssignableTo(typeof(IGrain))
            ? t.GetMethods().SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
            : t.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) ? t.GetProperties().Select(p => p.PropertyType) : []);

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static string Name(Type type)
    {
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return type.FullName ?? type.Name;
        var plain = type.GetGenericTypeDefinition().FullName!;
        return $"{plain[..plain.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
