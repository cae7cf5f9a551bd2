using BlueSky.Tables;

namespace BlueSky.AirQuality;

/// <summary>
/// Reads hours of stations from a table with the columns <c>station,time,pm25,pm10,so2,no2,o3,co</c>; others are ignored, an empty
/// value is missing. Units as in <see cref="Pollutant"/>. Streams: one row at a time. The raw feed of CNEMC is recognised by its columns
/// <c>stationcode,timepoint</c>; its <c>o3</c> and <c>o3_24h</c>, which are the wrong way round, are put right.
/// </summary>
public sealed class AirHourTable
{
    private readonly CsvTable _table;
    private readonly AirHourLayout _layout;
    private readonly int _station;
    private readonly int _time;
    private readonly (int Column, Pollutant Pollutant)[] _values;

    /// <summary>Reads the header of <paramref name="text"/>.</summary>
    /// <param name="text">The table; the caller closes it.</param>
    /// <param name="file">Name for the faults.</param>
    public AirHourTable(TextReader text, string file)
    {
        _table = new CsvTable(text, file);
        var hasHeader = _table.Faults.Count == 0;
        _layout = AirHourLayout.Of(_table);
        _station = hasHeader ? _table.Demand(_layout.Station) : -1;
        _time = hasHeader ? _table.Demand(_layout.Time) : -1;
        // In the order of the file, so that a row's faults come in that order too.
        _values = [.. Pollutants.All.Select(p => (hasHeader ? _table.Demand(_layout.Columns[(int)p]) : -1, p)).OrderBy(v => v.Item1)];
        HasColumns = _table.Faults.Count == 0;
    }

    /// <summary>False when the header is at fault; then there are no rows.</summary>
    public bool HasColumns { get; }

    /// <summary>All faults so far.</summary>
    public IReadOnlyList<TableFault> Faults => _table.Faults;

    /// <summary>The time of the current row as it is written.</summary>
    public string TimeAsWritten => _table.Fields[_time];

    /// <summary>The next row without a fault; null at the end. Rows with faults are left out, their faults kept.</summary>
    public AirHour? Read()
    {
        while (HasColumns && _table.Read())
        {
            var faults = _table.Faults.Count;
            var station = _table.Text(_station);
            if (!HourLabel.TryParse(_table.Fields[_time], out var label)) _table.Fault(_layout.Time, _table.Fields[_time], HourLabel.Expected);
            var values = new decimal?[_values.Length];
            foreach (var (column, pollutant) in _values) values[(int)pollutant] = _table.Amount(column);
            if (_table.Faults.Count == faults) return new AirHour(station!, label, values);
        }
        return null;
    }

    /// <summary>Column of the station code as the header has it.</summary>
    public string StationColumn => _layout.Station;

    /// <summary>Column of the label as the header has it.</summary>
    public string TimeColumn => _layout.Time;

    /// <summary>Column of a pollutant as the header has it.</summary>
    public string ColumnOf(Pollutant pollutant) => _layout.Columns[(int)pollutant];

    /// <summary>Adds a fault of the current row that only the use of the rows shows, e.g. an hour given twice.</summary>
    public void Fault(string column, string value, string expected) => _table.Fault(column, value, expected);
}
