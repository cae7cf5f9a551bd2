using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace BlueSky.Storage;

/// <summary>One numbered SQL file. Forward only: a file that was ever released is never changed, a new one is added.</summary>
/// <param name="Name">File name, e.g. <c>001_journal.sql</c>.</param>
/// <param name="Sql">Its text.</param>
internal sealed record Migration(string Name, string Sql)
{
    /// <summary>SHA-256 of the text with line ends as LF, in hexadecimal.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files of an engine, in order.</summary>
    /// <param name="engine">Folder below <c>Schema</c>.</param>
    public static IReadOnlyList<Migration> Of(string engine)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"Schema/{engine}/";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                    return new Migration(n[prefix.Length..], reader.ReadToEnd());
                }),
        ];
    }

    /// <summary>
    /// End of the name of a file that only adds, so that older programs run on beside it. Only then can nodes be replaced one by
    /// one, and one of the older program start again meanwhile.
    /// </summary>
    public const string Expand = ".expand.sql";

    /// <summary>What is still to be applied, after a check that what was applied is what this program knows.</summary>
    /// <param name="all">The program's files, in order.</param>
    /// <param name="applied">Name and checksum of what the database says was applied.</param>
    /// <param name="logger">Hears of a newer schema that this program can run on.</param>
    /// <exception cref="SchemaException">A file was changed after it was applied, or the database is too new.</exception>
    public static IReadOnlyList<Migration> Pending(
        IReadOnlyList<Migration> all, IReadOnlyDictionary<string, string> applied, ILogger logger)
    {
        foreach (var (name, checksum) in applied)
        {
            var file = all.FirstOrDefault(m => m.Name == name);
            if (file is null)
            {
                if (!name.EndsWith(Expand, StringComparison.Ordinal))
                {
                    throw new SchemaException(
                        $"The database was migrated by a newer program: it has {name}, which this one does not know. Start the newer program.");
                }

                Log.NewerSchema(logger, name);
            }
            else if (file.Checksum != checksum)
            {
                throw new SchemaException(
                    $"Migration {name} was changed after it was applied (checksum {checksum[..12]}… then, {file.Checksum[..12]}… now). "
                    + "Restore the file and put the change into a new one.");
            }
        }

        return [.. all.Where(m => !applied.ContainsKey(m.Name))];
    }
}
