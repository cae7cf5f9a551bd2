namespace BlueSky.Assessment;

/// <summary>A run is refused: the policy does not cover the period, or the inputs contradict the policy or themselves.</summary>
public sealed class AssessmentException(string message) : Exception(message);
