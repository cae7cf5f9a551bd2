namespace BlueSky.Storage;

/// <summary>Stored bytes are not what was written. Never leaves the store as such: the boundary says it in words.</summary>
internal sealed class CorruptBlockException(string message) : Exception(message);
