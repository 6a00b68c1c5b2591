namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>The hosts of the plays. Addresses are those set aside for documentation (RFC 5737, RFC 3849).</summary>
static class Cast
{
    /// <summary>Alice's laptop.</summary>
    public const string Laptop = "laptop.crepes.fr";

    /// <summary>Alice's mail server.</summary>
    public const string Crepes = "crepes.fr";

    /// <summary>Bob's mail server.</summary>
    public const string Hamburger = "hamburger.edu";

    /// <summary>Bob's desk computer.</summary>
    public const string Desk = "desk.hamburger.edu";

    /// <summary>Bob's telephone.</summary>
    public const string Phone = "phone.hamburger.edu";

    /// <summary>A mail server between two others.</summary>
    public const string Gateway = "gateway.example";

    /// <summary>Knows the names of all.</summary>
    public const string Names = "ns.example";

    /// <summary>The file server.</summary>
    public const string Files = "ftp.hamburger.edu";

    static readonly Dictionary<string, (string Version4, string Version6)> s_addresses = new()
    {
        [Laptop] = ("192.0.2.10", "2001:db8:1::10"),
        [Crepes] = ("192.0.2.25", "2001:db8:1::25"),
        [Hamburger] = ("198.51.100.25", "2001:db8:2::25"),
        [Desk] = ("198.51.100.40", "2001:db8:2::40"),
        [Phone] = ("198.51.100.41", "2001:db8:2::41"),
        [Gateway] = ("203.0.113.25", "2001:db8:3::25"),
        [Names] = ("203.0.113.53", "2001:db8:3::53"),
        [Files] = ("198.51.100.21", "2001:db8:2::21"),
    };

    /// <summary>Everybody's names.</summary>
    public static IEnumerable<string> All => s_addresses.Keys;

    /// <summary>A host's two addresses.</summary>
    public static (string Version4, string Version6) AddressesOf(string name) => s_addresses[name];
}
