using BlueSky.Sources;

namespace BlueSky.Registers;

/// <summary>
/// One version of a register entry, as it was entered. The versions of a source are never changed or deleted: what the register said at
/// any moment is found from them.
/// </summary>
/// <param name="Registration">What was declared.</param>
/// <param name="Number">Version of this source's entry, from 1; 0 is what stood before versions were kept.</param>
/// <param name="At">When it was entered; of one source never before the version before it.</param>
/// <param name="Actor">Who entered it.</param>
public sealed record RegisterEntry(SourceRegistration Registration, int Number, DateTimeOffset At, string Actor);
