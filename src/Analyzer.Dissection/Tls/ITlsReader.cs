using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Tls;

/// <summary>Whoever reads what TLS protected, as if nothing had been encrypted. Calls are in capture order.</summary>
interface IPlainReader
{
    /// <summary>The next plain bytes of one direction, borrowed; where they lie, and the packet in which their record begins.</summary>
    void OnPlain(Direction from, ReadOnlySpan<byte> plain, Extent extent, Timestamp time, long packet);

    /// <summary>Plain bytes of one direction are not to be had.</summary>
    void OnPlainGap(Direction from, long missing, Timestamp time, long packet);
}

/// <summary>The same, and what else is known of the TLS connection.</summary>
interface ITlsReader : IPlainReader
{
    /// <summary>The keys fit: from here on it is read.</summary>
    void OnDecrypted();

    /// <summary>Something a person should know. <paramref name="offset"/>: in the encrypted part of a direction.</summary>
    void Finding(Severity severity, string code, string text, long? packet = null, long? offset = null);
}
