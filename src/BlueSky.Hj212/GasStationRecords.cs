namespace BlueSky.Hj212;

/// <summary>
/// What a gas station's vapour-recovery monitor (加油站油气回收在线监测) reports, whatever the city's dialect. Values are as sent; null
/// means not measured. GB 20952-2020 Annex E names the quantities; neither it nor HJ 212 gives codes.
/// </summary>
public abstract record GasStationRecord;

/// <summary>One refuelling at one nozzle.</summary>
/// <param name="Nozzle">Nozzle as sent: Chongqing station id and three digits, Guangzhou <c>q</c> and four digits.</param>
/// <param name="AirToLiquid">气液比, without unit.</param>
/// <param name="FuelVolume">Fuel, litres.</param>
/// <param name="FuelFlow">Fuel, litres a minute.</param>
/// <param name="VapourVolume">Vapour, litres.</param>
/// <param name="VapourFlow">Vapour, litres a minute.</param>
/// <param name="VapourConcentration">Concentration of the recovered vapour, as the device's note says (% or g/m³).</param>
/// <param name="VapourTemperature">°C.</param>
/// <param name="LineResistance">液阻, Pa.</param>
public sealed record Refuelling(
    string? Nozzle,
    decimal? AirToLiquid,
    decimal? FuelVolume,
    decimal? FuelFlow,
    decimal? VapourVolume,
    decimal? VapourFlow,
    decimal? VapourConcentration,
    decimal? VapourTemperature,
    decimal? LineResistance) : GasStationRecord;

/// <summary>The state of tanks and surroundings.</summary>
/// <param name="TankPressure">Gauge pressure of the tanks, Pa.</param>
/// <param name="LineResistance">Pressure of the line resistance, Pa.</param>
/// <param name="UnloadingConcentration">Vapour at the unloading area; % or ppm by the device's note.</param>
/// <param name="ProcessorOutlet">Outlet of the vapour processor, g/m³.</param>
/// <param name="GasTemperature">°C.</param>
/// <param name="GasVolume">Gas volume of the tanks as sent.</param>
public sealed record TankEnvironment(
    decimal? TankPressure,
    decimal? LineResistance,
    decimal? UnloadingConcentration,
    decimal? ProcessorOutlet,
    decimal? GasTemperature,
    decimal? GasVolume) : GasStationRecord;

/// <summary>An alarm that the station computed itself. Some firmware can set all of them to normal, so recompute from raw values.</summary>
/// <param name="About">What: <c>air-to-liquid</c>, <c>tightness</c>, <c>line-resistance</c>, <c>tank-pressure</c>, … or the key as sent.</param>
/// <param name="Nozzle">The nozzle, when it is about one.</param>
/// <param name="Level">0 normal, 1 warning 预警, 2 alarm 报警; null when not a number.</param>
/// <param name="Text">As sent.</param>
public sealed record StationAlarm(string About, string? Nozzle, int? Level, string Text) : GasStationRecord;

/// <summary>A setting of the station.</summary>
/// <param name="Name"><c>start-date</c>, <c>nozzles</c>, <c>valve-open-plus</c>, … or the key as sent.</param>
/// <param name="Text">As sent; pressures in Pa.</param>
public sealed record StationSetting(string Name, string Text) : GasStationRecord;

/// <summary>A nozzle switched on or off, its state, or a fault of the monitor.</summary>
/// <param name="Nozzle">The nozzle; null when about the station.</param>
/// <param name="Name"><c>operate</c> (0 off, 1 on), <c>event</c>, <c>time</c>, <c>fault-code</c>, <c>fault-time</c>, <c>state</c>, or the key as sent.</param>
/// <param name="Text">As sent.</param>
public sealed record StationEvent(string? Nozzle, string Name, string Text) : GasStationRecord;
