using System.Globalization;

namespace Analyzer.Capture;

/// <summary>
/// A moment on the capture's own clock: nanoseconds since 1970-01-01 UTC. Nothing in the analysis looks at any other clock.
/// </summary>
/// <param name="Nanoseconds">Since the epoch; may be negative. <see cref="long.MinValue"/> stands for "the capture does not say".</param>
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    /// <summary>The packet has no time (a pcapng simple packet block, for one).</summary>
    public static readonly Timestamp Unknown = new(long.MinValue);

    /// <summary>Whether the capture says when.</summary>
    public bool IsKnown => Nanoseconds != long.MinValue;

    /// <summary>Nanoseconds from <paramref name="start"/> to <paramref name="end"/>; 0 when either is unknown.</summary>
    public static long operator -(Timestamp end, Timestamp start) =>
        end.IsKnown && start.IsKnown ? unchecked(end.Nanoseconds - start.Nanoseconds) : 0;

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>RFC 3339 in UTC with nine decimals, or an empty text when unknown.</summary>
    public override string ToString()
    {
        if (!IsKnown) return "";
        long ticks = Math.DivRem(Nanoseconds, 100, out long rest);
        if (rest < 0) (ticks, rest) = (ticks - 1, rest + 100);
        DateTime moment = DateTime.UnixEpoch.AddTicks(ticks);
        return string.Create(CultureInfo.InvariantCulture, $"{moment:yyyy-MM-ddTHH:mm:ss.fffffff}{rest:00}Z");
    }

    /// <inheritdoc/>
    public static bool operator <(Timestamp left, Timestamp right) => left.Nanoseconds < right.Nanoseconds;

    /// <inheritdoc/>
    public static bool operator >(Timestamp left, Timestamp right) => left.Nanoseconds > right.Nanoseconds;

    /// <inheritdoc/>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Nanoseconds <= right.Nanoseconds;

    /// <inheritdoc/>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Nanoseconds >= right.Nanoseconds;
}
