using System.Reflection;

namespace BlueSky.Tests;

/// <summary>Holds the direction of dependencies that design.md draws: Domain ◀ Contracts ◀ Grains; only the host sees all.</summary>
public class DependencyDirectionTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "BlueSky.Domain", [] },
        { "BlueSky.Hj212", [] },
        { "BlueSky.Contracts", ["BlueSky.Domain"] },
        { "BlueSky.Grains", ["BlueSky.Domain", "BlueSky.Contracts"] },
        { "BlueSky.Storage", ["BlueSky.Domain", "BlueSky.Contracts", "BlueSky.Grains"] },
        { "BlueSky.Gateway", ["BlueSky.Domain", "BlueSky.Contracts", "BlueSky.Hj212"] },
        { "BlueSky.Web", ["BlueSky.Domain", "BlueSky.Contracts"] },
        { "BlueSky.Simulator", ["BlueSky.Domain", "BlueSky.Hj212"] },
    };

    [Theory, MemberData(nameof(Allowed))]
    public void A_project_sees_only_what_the_design_allows(string project, string[] allowed)
    {
        var seen = ReferencesOf(project).Where(n => n.StartsWith("BlueSky.", StringComparison.Ordinal));

        Assert.Empty(seen.Except(allowed));
    }

    [Fact]
    public void Every_project_of_the_solution_but_the_host_is_in_the_table()
    {
        var built = Directory.GetFiles(AppContext.BaseDirectory, "BlueSky.*.dll").Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Where(n => !n.EndsWith(".Tests", StringComparison.Ordinal));

        Assert.Equal(Allowed.Select(row => row.Data.Item1).Order(), built.Order());
    }

    [Theory]
    [InlineData("BlueSky.Domain")]
    public void The_domain_references_nothing_but_the_framework(string project)
    {
        Assert.All(ReferencesOf(project), name => Assert.True(
            name.StartsWith("System", StringComparison.Ordinal) || name is "netstandard" or "mscorlib", name));
    }

    [Fact]
    public void The_protocol_library_does_no_input_or_output_and_knows_no_actors()
    {
        Assert.DoesNotContain(ReferencesOf("BlueSky.Hj212"), name =>
            name.StartsWith("Orleans", StringComparison.Ordinal) || name.StartsWith("System.Net", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!);
}
