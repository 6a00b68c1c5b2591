using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Sessions;

/// <summary>A session while it lives: what its dissector has learned so far. Becomes a <see cref="SessionRecord"/> when it ends.</summary>
public sealed class Session
{
    internal Session(int id, string protocol, Connection connection)
    {
        Id = id;
        Protocol = protocol;
        Connection = connection;
        Midstream = !connection.HasStart;
    }

    /// <summary>From 1.</summary>
    public int Id { get; }

    /// <summary>The protocol's name.</summary>
    public string Protocol { get; }

    /// <summary>The connection that carries it.</summary>
    public Connection Connection { get; }

    /// <summary>The name by which the client introduced itself.</summary>
    public string? ClientName { get; set; }

    /// <summary>The name by which the server introduced itself.</summary>
    public string? ServerName { get; set; }

    /// <summary>What the server says that it runs.</summary>
    public string? ServerSoftware { get; set; }

    /// <summary>Its start was not captured.</summary>
    public bool Midstream { get; set; }

    /// <summary>As whom it logged in (or tried to, as long as nobody got in).</summary>
    public string? User { get; set; }

    /// <summary>Whether a login succeeded.</summary>
    public bool Authenticated { get; set; }

    /// <summary>What is known of TLS.</summary>
    public TlsState Tls { get; set; }

    /// <summary>Whether a compression layer was switched on.</summary>
    public bool Compressed { get; set; }

    /// <summary>The protocol's own farewell was seen.</summary>
    public bool SaidGoodbye { get; set; }

    /// <summary>How many commands the client gave.</summary>
    public int Commands { get; internal set; }

    /// <summary>Ids of its messages.</summary>
    public List<int> Messages { get; } = [];

    /// <summary>Ids of its transfers.</summary>
    public List<int> Transfers { get; } = [];

    /// <summary>Protocol-specific facts, in the order told; a name stands once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts => _facts;

    readonly List<KeyValuePair<string, string>> _facts = [];

    /// <summary>Adds or replaces a protocol-specific fact (<paramref name="name"/> in snake_case).</summary>
    public void SetFact(string name, string value)
    {
        var fact = KeyValuePair.Create(name, value);
        int known = _facts.FindIndex(other => other.Key == name);
        if (known < 0) _facts.Add(fact);
        else _facts[known] = fact;
    }
}
