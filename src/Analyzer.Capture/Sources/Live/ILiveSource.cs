namespace Analyzer.Capture.Sources.Live;

/// <summary>
/// Packets that come while they are read. Where a finished capture's <see cref="IPacketSource.TryRead"/> says that there are no more,
/// this one's says that there are none at present.
/// </summary>
public interface ILiveSource : IPacketSource
{
    /// <summary>There will be no more either.</summary>
    bool HasEnded { get; }

    /// <summary>Waits until there may be a packet, or the end has come, or <paramref name="patience"/> is over.</summary>
    void Wait(TimeSpan patience);
}

/// <summary>One or more network interfaces. The seam behind which another capture library could stand. For one thread.</summary>
public interface IDeviceSource : ILiveSource
{
    /// <summary>What is captured from; <see cref="CapturedPacket.InterfaceId"/> is the index in this list.</summary>
    IReadOnlyList<LiveInterface> Interfaces { get; }

    /// <summary>The longest that a packet is held back before it is handed over.</summary>
    TimeSpan Delay { get; }

    /// <summary>Asks the kernel for its counts, and whether the interfaces are still there. From time to time, also when packets never end.</summary>
    void UpdateCounts();

    /// <summary>What happened to the interfaces since the last call, such as one that went down; false: nothing more.</summary>
    bool TryTakeNotice(out LiveNotice? notice);
}

/// <summary>Something that a person should know of a capture while it goes on.</summary>
/// <param name="Code">Stable, kebab-case.</param>
/// <param name="Text">A sentence.</param>
/// <param name="IsWarning">Something may be lost.</param>
public sealed record LiveNotice(string Code, string Text, bool IsWarning);
