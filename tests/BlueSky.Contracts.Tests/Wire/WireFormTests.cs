using System.Runtime.CompilerServices;

namespace BlueSky.Tests.Wire;

/// <summary>
/// Nodes of two versions talk to each other during a rolling upgrade. What the last released version says and understands is written
/// down in <c>released.txt</c>: this version may add to it and change nothing. deploy/UPGRADING.md has the rules in words.
/// </summary>
public sealed class WireFormTests
{
    // Set when a version is released: writes the file anew instead of comparing.
    private const string Record = "BLUESKY_RECORD_WIRE";

    [Fact]
    public void What_the_last_release_sends_is_still_understood()
    {
        var now = WireForm.OfContracts();
        if (Environment.GetEnvironmentVariable(Record) is { Length: > 0 }) File.WriteAllLines(Released(), now);
        var lost = File.ReadAllLines(Released()).Except(now).ToList();

        Assert.True(lost.Count == 0, $"""
            Nodes of the last release say or expect {lost.Count} things that this version no longer knows:
              {string.Join("\n  ", lost)}
            Two versions run side by side during an upgrade, so
            - a member keeps its [Id] and its type for ever: add a new member with the next free number, stop using the old one and leave it;
            - a renamed type takes [Alias("its old full name")], a renamed enum value keeps its number under a new name only where no JSON holds it;
            - a call keeps its name and parameters: add a new call beside it and remove the old one a release later;
            - a type of the domain that travels as JSON may get members that may be missing, and loses none.
            Where the change was never released, or a release that stops all nodes at once is meant, write the file anew:
              {Record}=1 dotnet test tests/BlueSky.Contracts.Tests
            """);
    }

    [Fact]
    public void No_number_of_a_message_is_given_twice()
    {
        var members = WireForm.OfContracts().Where(l => l.StartsWith("member ", StringComparison.Ordinal)).Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)]).ToList();

        Assert.NotEmpty(members);
        Assert.Equal(members.Distinct(), members);
    }

    private static string Released([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "released.txt");
}
