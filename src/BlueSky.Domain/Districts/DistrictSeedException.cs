namespace BlueSky.Districts;

/// <summary>A seed file of a district cannot be used. Names the file, the line, the field and what to do about it.</summary>
public sealed class DistrictSeedException : Exception
{
    /// <summary>Creates the exception; its message holds all four parts.</summary>
    /// <param name="file">Name of the file, without folders.</param>
    /// <param name="line">Line from 1, the header being 1; 0 when the whole file is meant.</param>
    /// <param name="field">Column or property; empty when the whole line is meant.</param>
    /// <param name="fix">What is wrong and how to put it right.</param>
    /// <param name="inner">What the reader met, when there was something.</param>
    public DistrictSeedException(string file, int line, string field, string fix, Exception? inner = null)
        : base($"{file}{(line > 0 ? $" line {line}" : "")}{(field.Length > 0 ? $", field '{field}'" : "")}: {fix}", inner)
    {
        File = file;
        Line = line;
        Field = field;
    }

    /// <summary>Name of the file, without folders.</summary>
    public string File { get; }

    /// <summary>Line from 1; 0 when the whole file is meant.</summary>
    public int Line { get; }

    /// <summary>Column or property; empty when the whole line is meant.</summary>
    public string Field { get; }
}
