namespace Analyzer.Capture.Sources.Live;

/// <summary>Why an interface cannot be watched.</summary>
/// <param name="Reason">The kind, for whoever has advice.</param>
/// <param name="Text">A sentence for the user.</param>
public sealed record LiveFailure(LiveFailureReason Reason, string Text);

/// <summary>Kinds of <see cref="LiveFailure"/>.</summary>
public enum LiveFailureReason
{
    /// <summary>libpcap is not installed.</summary>
    NoLibrary,

    /// <summary>The process may not capture.</summary>
    NoRights,

    /// <summary>There is no such interface, or it is down.</summary>
    NoDevice,

    /// <summary>The capture filter cannot be understood.</summary>
    BadFilter,

    /// <summary>What else libpcap says.</summary>
    Other,
}
