using System.Globalization;
using System.Text.RegularExpressions;

namespace BlueSky.Tasks;

/// <summary>How the plan states a time limit (完成时限).</summary>
public enum DeadlineForm
{
    /// <summary>“8月底前”: done by a day.</summary>
    By = 0,

    /// <summary>“全年”: goes on through the year; judged at its end.</summary>
    YearRound = 1,

    /// <summary>“7月1日起”: holds from a day on, without an end.</summary>
    Since = 2,

    /// <summary>“7-9月”: from one month to another.</summary>
    Window = 3,

    /// <summary>“区级应急预案下发后20日内”: so many days after something that has no date in the plan.</summary>
    AfterEvent = 4,

    /// <summary>The plan's cell is empty.</summary>
    NotGiven = 5,
}

/// <summary>A time limit as the plan prints it, and what it means in days. Days are natural days in China time, both ends included.</summary>
/// <param name="Text">As printed; empty when the cell is.</param>
/// <param name="Form">How it is stated.</param>
/// <param name="From">First day; null where none is stated.</param>
/// <param name="Due">Last day; null where none is stated or it hangs on an event.</param>
/// <param name="DaysAfter">Days after the event; null for other forms.</param>
public sealed partial record TaskDeadline(string Text, DeadlineForm Form, DateOnly? From, DateOnly? Due, int? DaysAfter)
{
    /// <summary>What a cell may hold, for messages.</summary>
    public const string Expected = "a time limit such as 8月底前, 年底前, 全年, 7月1日起, 7-9月, 11月至2022年2月, …后20日内, or nothing";

    /// <summary>Reads a cell; blanks in it are of the typesetting and mean nothing.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="year">Year of the plan.</param>
    /// <returns>Null when it is none of the known forms, or names a month or day that does not exist.</returns>
    public static TaskDeadline? Read(string text, int year)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Replace(" ", "", StringComparison.Ordinal);
        if (plain.Length == 0) return new(text, DeadlineForm.NotGiven, null, null, null);
        if (plain == "全年") return new(text, DeadlineForm.YearRound, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), null);
        if (plain == "年底前") return new(text, DeadlineForm.By, null, new DateOnly(year, 12, 31), null);
        if (MonthEnd().Match(plain) is { Success: true } by)
            return Month(by, "month", year) is { } month ? new(text, DeadlineForm.By, null, LastOf(month), null) : null;
        if (Since().Match(plain) is { Success: true } since)
            return Day(since, year) is { } day ? new(text, DeadlineForm.Since, day, null, null) : null;
        if (AfterEvent().Match(plain) is { Success: true } after)
            return new(text, DeadlineForm.AfterEvent, null, null, int.Parse(after.Groups["days"].ValueSpan, CultureInfo.InvariantCulture));
        if (Window().Match(plain) is not { Success: true } window) return null;
        var endYear = window.Groups["year"] is { Success: true } named ? int.Parse(named.ValueSpan, CultureInfo.InvariantCulture) : year;
        return Month(window, "first", year) is { } first && Month(window, "last", endYear) is { } last && first <= last
            ? new(text, DeadlineForm.Window, first, LastOf(last), null)
            : null;
    }

    /// <summary>The same time limit in another year: for a rehearsal of the plan. Years that the text names move along.</summary>
    public TaskDeadline In(int planYear, int year) => this with { From = From?.AddYears(year - planYear), Due = LastDay(Due, year - planYear) };

    // 28 February stays the last day of February in a leap year.
    private static DateOnly? LastDay(DateOnly? due, int years) => due is not { } day ? null
        : day == LastOf(new DateOnly(day.Year, day.Month, 1)) ? LastOf(new DateOnly(day.Year + years, day.Month, 1)) : day.AddYears(years);

    private static DateOnly LastOf(DateOnly month) => new(month.Year, month.Month, DateTime.DaysInMonth(month.Year, month.Month));

    private static DateOnly? Month(Match match, string group, int year) =>
        int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month && year is >= 1 and <= 9998
            ? new DateOnly(year, month, 1)
            : null;

    private static DateOnly? Day(Match match, int year) => Month(match, "month", year) is { } month
        && int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture) is >= 1 and var day && day <= DateTime.DaysInMonth(month.Year, month.Month)
            ? month.AddDays(day - 1)
            : null;

    [GeneratedRegex("^(?<month>[0-9]{1,2})月底前$")]
    private static partial Regex MonthEnd();

    [GeneratedRegex("^(?<month>[0-9]{1,2})月(?<day>[0-9]{1,2})日起$")]
    private static partial Regex Since();

    [GeneratedRegex("^.+后(?<days>[0-9]{1,3})日内$")]
    private static partial Regex AfterEvent();

    [GeneratedRegex("^(?<first>[0-9]{1,2})(-|月至)((?<year>[0-9]{4})年)?(?<last>[0-9]{1,2})月$")]
    private static partial Regex Window();
}
