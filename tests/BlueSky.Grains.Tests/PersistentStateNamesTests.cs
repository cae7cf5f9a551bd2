using System.Reflection;
using BlueSky.Sources;

namespace BlueSky.Tests;

public class PersistentStateNamesTests
{
    // The ADO.NET provider keys state by service, state NAME and key, not by grain type (design.md, what the spike taught).
    [Fact]
    public void Every_name_of_persistent_state_belongs_to_one_grain_class()
    {
        var names = typeof(SeenReadings).Assembly.GetTypes()
            .SelectMany(type => type.GetConstructors().SelectMany(c => c.GetParameters())
                .Select(p => p.GetCustomAttribute<PersistentStateAttribute>()).OfType<PersistentStateAttribute>()
                .Select(a => (a.StateName, type.FullName)))
            .Distinct().ToList();

        Assert.NotEmpty(names);
        Assert.Equal(names.Count, names.Select(n => n.StateName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
