using Analyzer.Servers.Recording.Network;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>All that was said on one connection, as the two sides themselves tell it.</summary>
sealed class Dialogue(string protocol, IConnectionEnd client, IConnectionEnd server)
{
    /// <summary>Such as smtp.</summary>
    public string Protocol => protocol;

    /// <summary>Who opened the connection.</summary>
    public IConnectionEnd Client => client;

    /// <summary>Who listened.</summary>
    public IConnectionEnd Server => server;

    /// <summary>In the order in which it was said.</summary>
    public List<Utterance> Utterances { get; } = [];

    /// <summary>Remarks, such as the TLS version.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>How many things had been said when TLS began; null: it never did.</summary>
    public int? TlsFrom { get; set; }

    /// <summary>How many things had been said when compression began; null: it never did.</summary>
    public int? DeflateFrom { get; set; }
}
