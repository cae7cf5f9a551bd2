using System.Globalization;

namespace BlueSky.Web;

/// <summary>A cell: text, or a number with how it is printed. Both renderings print the same figures from it.</summary>
/// <param name="Text">Text; null when it is a number.</param>
/// <param name="Value">Number; null without text is an empty cell, printed as a dash.</param>
/// <param name="Decimals">Decimals that are always printed.</param>
/// <param name="Signed">Whether a positive number gets a plus.</param>
/// <param name="Unit">Unit after the number, with its leading blank where one is wanted.</param>
internal sealed record Cell(string? Text, decimal? Value, int Decimals = 0, bool Signed = false, string Unit = "")
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "—";

    /// <summary>A cell that has nothing to say, e.g. after the end of the shorter of two lists.</summary>
    public static readonly Cell Blank = new("", null);

    public static implicit operator Cell(string text) => new(text, null);

    public static Cell Number(decimal? value, int decimals = 0, string unit = "") => new(null, value, decimals, false, unit);

    /// <summary>A change or an amount of money: the sign says the direction.</summary>
    public static Cell Change(decimal? value, int decimals, string unit = "") => new(null, value, decimals, true, unit);

    /// <summary>As printed: <c>52 μg/m³</c>, <c>+6.8%</c>, <c>—</c>.</summary>
    public string Print()
    {
        if (Text is not null) return Text;
        if (Value is not { } value) return None;
        var digits = value.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return $"{(Signed && value > 0 ? "+" : "")}{digits}{Unit}";
    }
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Heading with the unit of its figures.</param>
/// <param name="Width">Width in characters of a spreadsheet.</param>
/// <param name="IsLong">True for running text, set left and broken over lines.</param>
internal sealed record Column(string Title, double Width, bool IsLong = false);

/// <summary>A heading over several columns.</summary>
internal sealed record ColumnGroup(string Title, int Columns);

/// <summary>A table of a bulletin.</summary>
/// <param name="Caption">Caption.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Rows, each with a cell for every column.</param>
internal sealed record BulletinTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    /// <summary>Headings over the columns; none when empty.</summary>
    public IReadOnlyList<ColumnGroup> Groups { get; init; } = [];

    /// <summary>Sums below the rows.</summary>
    public IReadOnlyList<IReadOnlyList<Cell>> Totals { get; init; } = [];

    /// <summary>What is said in place of rows when there are none.</summary>
    public string WhenEmpty { get; init; } = "本期无数据";
}

/// <summary>A section of a bulletin.</summary>
/// <param name="Sheet">Sheet of the workbook that holds it.</param>
/// <param name="Title">Numbered title.</param>
/// <param name="Paragraphs">Sentences before the tables.</param>
/// <param name="Tables">Tables.</param>
internal sealed record BulletinSection(
    string Sheet, string Title, IReadOnlyList<string> Paragraphs, IReadOnlyList<BulletinTable> Tables);
