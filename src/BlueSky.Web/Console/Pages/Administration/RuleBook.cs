using System.Globalization;
using BlueSky.Assessment;

namespace BlueSky.Web.Console;

/// <summary>What a file of rules is about.</summary>
public enum RuleArea
{
    /// <summary>量化考核与生态补偿.</summary>
    Assessment = 0,

    /// <summary>闭环办理.</summary>
    Handling = 1,

    /// <summary>信用.</summary>
    Credit = 2,

    /// <summary>通知.</summary>
    Notification = 3,

    /// <summary>数采仪.</summary>
    Device = 4,

    /// <summary>重点任务.</summary>
    Task = 5,

    /// <summary>巡查、举报.</summary>
    Report = 6,

    /// <summary>走航.</summary>
    Survey = 7,
}

/// <summary>One figure or word of a file of rules.</summary>
/// <param name="Name">What it is, in the language of the page.</param>
/// <param name="Value">Value in words.</param>
/// <param name="Mark">T, S, K or D.</param>
/// <param name="Citation">Where it comes from, as the file says it.</param>
internal sealed record RuleRow(string Name, string Value, string Mark, string Citation)
{
    /// <summary>True for what the district's bureau is to confirm.</summary>
    public bool NeedsConfirmation => Mark is "K" or "D";

    /// <summary>A number with the decimals that it has.</summary>
    public static string Plain(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);

    public static RuleRow Of<T>(string name, Cited<T> cited, Func<T, string> words) => new(name, words(cited.Value), cited.Mark, cited.Citation);
}

/// <summary>Rows that belong together.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Rows">Rows in the order of the file.</param>
internal sealed record RuleSection(string Title, IReadOnlyList<RuleRow> Rows);

/// <summary>A file of rules as people read it.</summary>
/// <param name="Area">What it is about.</param>
/// <param name="Id">Id.</param>
/// <param name="Name">Chinese name, as the file says it.</param>
/// <param name="From">First day in force; null where the file says none and it holds as long as it is there.</param>
/// <param name="To">Last day in force; null for no end.</param>
/// <param name="IsUsed">False for one that is there to compare with and that this district does not go by.</param>
/// <param name="File">The file, where it is changed.</param>
/// <param name="Version">Version, or the beginning of the digest; empty where the file has neither.</param>
/// <param name="Sections">All that it says.</param>
internal sealed record RuleBook(
    RuleArea Area, string Id, string Name, DateOnly? From, DateOnly? To, bool IsUsed, string File, string Version, IReadOnlyList<RuleSection> Sections)
{
    /// <summary>How many figures there are.</summary>
    public int Rows => Sections.Sum(s => s.Rows.Count);

    /// <summary>How many of them wait for the district's bureau.</summary>
    public int ToConfirm => Sections.Sum(s => s.Rows.Count(r => r.NeedsConfirmation));

    /// <summary>Whether the district goes by it on a day.</summary>
    public RuleStanding StandingOn(DateOnly day) =>
        !IsUsed ? RuleStanding.Compared : day < From ? RuleStanding.Coming : day > To ? RuleStanding.Past : RuleStanding.InForce;
}

/// <summary>Whether the district goes by a file of rules.</summary>
internal enum RuleStanding
{
    /// <summary>现行.</summary>
    InForce,

    /// <summary>未生效.</summary>
    Coming,

    /// <summary>已失效.</summary>
    Past,

    /// <summary>比较用.</summary>
    Compared,
}
