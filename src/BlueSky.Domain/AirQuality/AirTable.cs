using System.Globalization;
using System.Text;
using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>The tables of the standards, embedded in the assembly; every row carries a mark and a citation.</summary>
internal static class AirTable
{
    public static Row[] Read(string name)
    {
        using var stream = typeof(AirTable).Assembly.GetManifestResourceStream($"AirQuality/{name}.csv")
            ?? throw new InvalidOperationException($"The table AirQuality/{name}.csv is not in the assembly.");
        using var text = new StreamReader(stream, Encoding.UTF8);
        var table = new CsvTable(text, name + ".csv");
        table.Demand("mark");
        table.Demand("citation");
        var rows = new List<Row>();
        while (table.Read()) rows.Add(new Row(table, [.. table.Fields]));
        if (table.Faults.Count > 0) throw new InvalidDataException(string.Join(Environment.NewLine, table.Faults));
        return [.. rows];
    }

    internal sealed class Row(CsvTable table, string[] fields)
    {
        public string this[string column] => fields[table.Column(column)];

        public string Mark => this["mark"];

        public string Citation => this["citation"];

        public Pollutant Pollutant => Pollutants.ByCode(this["pollutant"]) ?? throw new InvalidDataException($"No pollutant {this["pollutant"]}.");

        public decimal Number(string column) => decimal.Parse(this[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

        public decimal? MaybeNumber(string column) => this[column].Length == 0 ? null : Number(column);

        public int Whole(string column) => int.Parse(this[column], NumberStyles.None, CultureInfo.InvariantCulture);

        public int? MaybeWhole(string column) => this[column].Length == 0 ? null : Whole(column);

        /// <summary>A day; the first of all days when the field is empty, so "from" may be open.</summary>
        public DateOnly From(string column) =>
            this[column].Length == 0 ? DateOnly.MinValue : DateOnly.ParseExact(this[column], "yyyy-MM-dd", CultureInfo.InvariantCulture);

        /// <summary>A day; the last of all days when the field is empty, so "to" may be open.</summary>
        public DateOnly To(string column) => this[column].Length == 0 ? DateOnly.MaxValue : From(column);
    }
}
