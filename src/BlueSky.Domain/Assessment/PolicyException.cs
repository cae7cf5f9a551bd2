namespace BlueSky.Assessment;

/// <summary>A policy file cannot be used. Names the file, the field and what to do about it.</summary>
public sealed class PolicyException : Exception
{
    /// <summary>Creates the exception; its message holds all three parts.</summary>
    /// <param name="file">Name of the file, without folders.</param>
    /// <param name="field">Path of the field, e.g. <c>tiers[0].rule.weights.value.pm25</c>; empty when the whole file is meant.</param>
    /// <param name="fix">What is wrong and how to put it right.</param>
    /// <param name="inner">What the reader met, when there was something.</param>
    public PolicyException(string file, string field, string fix, Exception? inner = null)
        : base($"{file}{(string.IsNullOrEmpty(field) ? "" : $", field '{field}'")}: {fix}", inner)
    {
        File = file;
        Field = field;
        Fix = fix;
    }

    /// <summary>Name of the file, without folders.</summary>
    public string File { get; }

    /// <summary>Path of the field; empty when the whole file is meant.</summary>
    public string Field { get; }

    /// <summary>What is wrong and how to put it right.</summary>
    public string Fix { get; }
}
