namespace Analyzer.Capture.Sources;

/// <summary>Why a capture could not be opened.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Text">The reason, as one sentence that speaks of the file as "it".</param>
public sealed record CaptureOpenFailure(string File, string Text);
