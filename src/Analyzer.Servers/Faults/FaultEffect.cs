using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Analyzer.Servers.Faults;

/// <summary>What a rule does to the <see cref="Fault"/> at its place.</summary>
/// <param name="Apply">Adds it to what earlier rules did.</param>
/// <param name="Greylist">Not null: refuses for the time being whoever comes for the first time, for this long.</param>
sealed record FaultEffect(Func<Fault, Fault> Apply, TimeSpan? Greylist = null)
{
    /// <summary>Every effect: its form, what it does, and how its value is understood.</summary>
    public static ImmutableArray<(string Form, string Meaning, Func<string, FaultEffect> Read)> All { get; } =
    [
        ("delay=TIME", "wait that long first (300ms, 2s, 5m, 1h)", value => Of(Time(value), (fault, time) => fault with { Delay = fault.Delay + time })),
        ("reply=TEXT", "answer TEXT instead of doing it; 421 and '* BYE' end the connection", value => Of(Text(value), (fault, text) => fault with { Reply = text })),
        ("greylist=TIME", "451 to each new argument until it comes again after TIME", value => new(fault => fault, Time(value))),
        ("close", "close the connection without a farewell", value => Ending(value, FaultEnding.Close)),
        ("reset", "reset the connection", value => Ending(value, FaultEnding.Reset)),
        ("cut=N", "end the connection after N octets of content", value => Of(Number(value, 0), (fault, octets) => fault with { Cut = octets })),
        ("rate=N", "N octets of content a second", value => Of(Number(value, 1), (fault, rate) => fault with { Rate = rate })),
        ("count=N", "announce a number of octets that is wrong by N (count=-3)", value => Of(Number(value, int.MinValue), (fault, error) => fault with { CountError = error })),
        ("address=IPV4", "FTP: announce this address in 227, as behind NAT", value => Of(Address(value), (fault, address) => fault with { Address = address })),
        ("port=N", "FTP: announce a port that is wrong by N", value => Of(Number(value, int.MinValue), (fault, error) => fault with { PortError = error })),
        ("no-150", "FTP: no preliminary reply (125, 150)", value => Of(Nothing(value), (fault, _) => fault with { OmitsPreliminary = true })),
        ("early-226", "FTP: say 226 before the data", value => Of(Nothing(value), (fault, _) => fault with { IsFinalEarly = true })),
        ("broken-reply", "a reply of more lines than its first line says", value => Of(Nothing(value), (fault, _) => fault with { BreaksReply = true })),
        ("literal=WHEN", "IMAP: literals for strings always, or never where avoidable", value => Of(Placement(value), (fault, placement) => fault with { Literals = placement })),
    ];

    /// <exception cref="FormatException">There is no such effect, or its value is wrong.</exception>
    public static FaultEffect Parse(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        (string name, string value) = equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
        foreach ((string form, string _, Func<string, FaultEffect> read) in All)
        {
            if (form.Split('=')[0] == name) return read(value);
        }
        throw new FormatException($"'{name}' is no effect: {string.Join(", ", All.Select(effect => effect.Form))}");
    }

    static FaultEffect Of<T>(T value, Func<Fault, T, Fault> apply) => new(fault => apply(fault, value));

    static FaultEffect Ending(string value, FaultEnding ending) => Of(Nothing(value), (fault, _) => fault with { Ending = ending });

    static string Nothing(string value) => value.Length == 0 ? value : throw new FormatException($"'={value}' is one word too many");

    // A reply goes out as it is: a line end in it would be a second reply.
    static string Text(string value) =>
        value.Length > 0 && !value.Any(char.IsControl) ? value : throw new FormatException("a reply is a line of text");

    static int Number(string value, int least) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new FormatException($"'{value}' is not such a number");

    static IPAddress Address(string value) =>
        IPAddress.TryParse(value, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork
            ? address
            : throw new FormatException($"'{value}' is no IPv4 address");

    static LiteralPlacement Placement(string value) => value switch
    {
        "always" => LiteralPlacement.Always,
        "never" => LiteralPlacement.Never,
        _ => throw new FormatException($"literal=always or literal=never, not '{value}'"),
    };

    static TimeSpan Time(string value)
    {
        string digits = value.TrimEnd('m', 's', 'h');
        double unit = value[digits.Length..] switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
        bool isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        // A timer takes no more than some weeks.
        const double Most = 86_400 * 24;
        return isNumber && unit > 0 && number * unit <= Most ? TimeSpan.FromSeconds(number * unit) : throw new FormatException($"'{value}' is no time such as 300ms, 2s, 5m or 1h");
    }
}
