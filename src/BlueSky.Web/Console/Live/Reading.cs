namespace BlueSky.Web.Console;

/// <summary>What a live view knows at one moment.</summary>
/// <param name="Value">The newest value; null before the first.</param>
/// <param name="At">When it was read.</param>
/// <param name="Failure">Why it could not be read again, Chinese first; null when it could.</param>
/// <typeparam name="T">Value.</typeparam>
internal sealed record Reading<T>(T? Value, DateTimeOffset At, string? Failure);
