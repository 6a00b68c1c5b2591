namespace Analyzer.Capture.Streams;

/// <summary>Which copy wins where two segments bring different bytes for the same place of a stream.</summary>
/// <remarks>Bytes that were delivered already stay as they are under either policy, as they do in a receiver.</remarks>
public enum OverlapPolicy
{
    /// <summary>The one that was captured first.</summary>
    First,

    /// <summary>The one that was captured last.</summary>
    Last,
}
