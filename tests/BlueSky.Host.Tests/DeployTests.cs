using System.Text;
using System.Text.RegularExpressions;
using BlueSky.Host.Commands;
using BlueSky.Web;
using Npgsql;

namespace BlueSky.Tests;

/// <summary>What deploy/ says about the program is true of the program: commands, options, variables, metrics, connection strings.</summary>
public sealed partial class DeployTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "deploy");

    public static TheoryData<string, string> CommandLines => new(Files().SelectMany(f => Lines(f.Text).Select(line => (f.Name, line))).Distinct());

    [Fact]
    public void There_are_files_and_command_lines_to_check()
    {
        Assert.True(Files().Count >= 20, $"{Files().Count} files");
        Assert.True(CommandLines.Count >= 15, $"{CommandLines.Count} command lines");
    }

    [Theory, MemberData(nameof(CommandLines))]
    public void A_command_line_is_one_that_the_program_takes(string file, string line) =>
        Assert.True(AllCommands.Create().Parse(line).Errors is [] or null, $"{file}: bluesky {line}: {string.Join("; ", AllCommands.Create().Parse(line).Errors)}");

    [Fact]
    public void A_variable_is_one_that_the_program_reads_or_that_the_file_itself_puts_in()
    {
        // The last is the tests' own.
        var used = Files().SelectMany(f => Variable().Matches(f.Text).Select(m => m.Value)).Distinct().Where(v => v != "BLUESKY_RECORD_WIRE").ToList();

        Assert.NotEmpty(used);
        Assert.All(used, v => Assert.True(IsInProgram(v) || Files().Any(f => f.Text.Contains($"${{{v}", StringComparison.Ordinal)), v));
    }

    [Fact]
    public void A_metric_is_one_that_the_program_measures()
    {
        var metrics = Files().SelectMany(f => Metric().Matches(f.Text).Select(m => m.Value)).Distinct().ToList();

        Assert.NotEmpty(metrics);
        Assert.All(metrics, m => Assert.True(IsInProgram(m), m));
    }

    [Fact]
    public void A_connection_string_is_understood_and_holds_no_password()
    {
        var strings = Files().SelectMany(f => Connection().Matches(f.Text)).Select(m => m.Value).Where(s => !s.Contains('…', StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(strings);
        Assert.All(strings, s => Assert.True(string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(s).Password), s));
    }

    [Fact]
    public void Every_project_of_the_node_is_copied_for_the_restore_of_its_image()
    {
        var copied = Copied().Matches(Text("Dockerfile")).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.Equal(ProgramFiles().Select(Path.GetFileNameWithoutExtension).Select(n => n == "bluesky" ? "BlueSky.Host" : n!).Order(StringComparer.Ordinal), copied);
    }

    // A syntax line makes each build fetch the builder's language from Docker Hub, which many networks do not reach.
    [Fact]
    public void The_image_is_built_from_its_two_base_images_and_asks_no_other_registry() =>
        Assert.All(Registry().Matches(Text("Dockerfile")).Select(m => m.Groups[1].Value), r => Assert.StartsWith("mcr.microsoft.com/dotnet/", r, StringComparison.Ordinal));

    // While the image makes the data, a server for its own scripts answers on the socket: nodes must not start for that one.
    [Fact]
    public void The_database_of_the_containers_is_healthy_only_when_it_answers_by_TCP() =>
        Assert.Contains("[CMD, pg_isready, --host=127.0.0.1,", Text(Path.Combine("compose", "compose.yaml")), StringComparison.Ordinal);

    // What a browser asks next of a page must reach the node that drew it; of two nodes the other knows nothing of it.
    [Fact]
    public void The_ingress_keeps_a_visitor_with_one_of_the_web_nodes() =>
        Assert.Contains("nginx.ingress.kubernetes.io/affinity: cookie", Text(Path.Combine("kubernetes", "50-web.yaml")), StringComparison.Ordinal);

    [Fact]
    public void Each_way_to_run_it_behind_a_proxy_names_the_proxy_that_is_believed()
    {
        var settings = Files().SelectMany(f => Setting().Matches(f.Text).Select(m => (f.Name, Option: m.Groups[1].Value))).Distinct().ToList();

        Assert.All(settings, s => Assert.NotNull(typeof(WebOptions).GetProperty(s.Option)));
        foreach (var file in (string[])["compose/compose.yaml", "kubernetes/50-web.yaml", "systemd/web.env.example"])
            Assert.Contains((file.Replace('/', Path.DirectorySeparatorChar), nameof(WebOptions.Proxies)), settings);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static List<(string Name, string Text)> Files() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(f => !f.Contains("secrets", StringComparison.Ordinal)).Select(f => (Path.GetRelativePath(Folder, f), File.ReadAllText(f)))];

    /// <summary>Command lines of containers, pods, units, and of the text's examples, with something in the place of what is put in.</summary>
    private static IEnumerable<string> Lines(string text) => Array().Matches(text).Select(m => m.Groups[1].Value.Replace(",", " ", StringComparison.Ordinal))
        .Concat(Unit().Matches(text).Select(m => m.Groups[1].Value))
        .Concat(Example().Matches(text).Select(m => m.Groups[1].Value))
        .Select(l => Put().Replace(l.Replace("\"", "", StringComparison.Ordinal), "put-in").Trim());

    // Text that a program uses stands in it as UTF-16.
    private static bool IsInProgram(string word) => Programs.Any(p => p.AsSpan().IndexOf(Encoding.Unicode.GetBytes(word)) >= 0);

    private static readonly List<byte[]> Programs = [.. ProgramFiles().Select(File.ReadAllBytes)];

    private static IEnumerable<string> ProgramFiles() => Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
        .Where(f => Path.GetFileName(f) is var name && name.StartsWith("bluesky", StringComparison.OrdinalIgnoreCase) && !name.Contains("Tests", StringComparison.Ordinal));

    [GeneratedRegex(@"(?:command|args): \[((?:serve|migrate|backup|restore)[^\]]*)\]")]
    private static partial Regex Array();

    [GeneratedRegex(@"^ExecStart=/opt/bluesky/bluesky (.*)$", RegexOptions.Multiline)]
    private static partial Regex Unit();

    [GeneratedRegex(@"(?:^|[ `'])bluesky ((?:serve|migrate|backup|restore|simulate|health)(?: +(?:--[a-z-]+|[\w./:-]+(?=[ `'\n])))* +--[a-z-]+(?: +[\w./:-]+)?)", RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\bWeb__([A-Za-z]+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^COPY src/([\w.]+)/\*\.csproj", RegexOptions.Multiline)]
    private static partial Regex Copied();

    [GeneratedRegex(@"^(?:# *syntax=|FROM +)(\S+)", RegexOptions.Multiline)]
    private static partial Regex Registry();

    [GeneratedRegex(@"\$\{[^}]*\}|\$\([^)]*\)|%i")]
    private static partial Regex Put();

    [GeneratedRegex(@"\bBLUESKY_[A-Z_]+\b")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\bbluesky\.(?:gateway|storage)\.[a-z]+(?:\.[a-z]+)*")]
    private static partial Regex Metric();

    [GeneratedRegex(@"Host=[^""'`\n]*")]
    private static partial Regex Connection();
}
