using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Running;
using Analyzer.Servers.Smtp;

namespace Analyzer.Terminal.Commands;

/// <summary>The arguments of <c>serve</c>, and what they come to.</summary>
sealed class ServeOptions
{
    readonly Option<DirectoryInfo> _root = new("--root") { HelpName = "DIR", Description = "keeps mail, queue, files, certificate and TLS keys (default analyzer-servers)", DefaultValueFactory = _ => new DirectoryInfo("analyzer-servers") };
    readonly Option<string?> _users = new("--users") { HelpName = "FILE", Description = "users, sites, aliases, routes, DNS records (default: alice@crepes.fr, bob@hamburger.edu, ...)" };
    readonly Option<int?> _portsFrom = new("--ports-from") { HelpName = "N", Description = "the services at N and the ports after it, which needs no rights when N is above 1023" };
    readonly Dictionary<Service, Option<string?>> _ports = Enum.GetValues<Service>().ToDictionary(service => service, PortOption);
    readonly Option<string?> _site = new("--site") { HelpName = "HOST", Description = "run this mail site alone" };
    readonly Option<string?> _address = new("--address") { HelpName = "IP", Description = "listen there instead of the site's own address; others than loopback are open to the network" };
    readonly Option<string[]> _faults = new("--fault") { HelpName = "SPEC", Description = "go wrong on purpose, see below (repeatable)" };
    readonly Option<RelayPolicy> _relay = new("--relay") { HelpName = "WHO", Description = "pass mail on for local, authenticated or anyone (default local: this machine's clients)" };
    readonly Option<bool> _relayTls = new("--relay-tls") { Description = "encrypt mail between servers" };
    readonly Option<TimeSpan> _retry = Time("--retry", "from one delivery attempt to the next (default 30m)", TimeSpan.FromMinutes(30));
    readonly Option<TimeSpan> _giveUp = Time("--give-up", "until undelivered mail goes back to its sender (default 5d)", TimeSpan.FromDays(5));

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_root, _users, _portsFrom, .. _ports.Values, _site, _address, _faults, _relay, _relayTls, _retry, _giveUp]) command.Add(option);
    }

    /// <summary>Understands the arguments; a <see cref="UsageException"/> says what is wrong with them.</summary>
    public ReferenceServerOptions Read(ParseResult result) => new()
    {
        Root = result.GetValue(_root)!,
        Accounts = Accounts(result.GetValue(_users)),
        Site = result.GetValue(_site),
        Address = Address(result.GetValue(_address)),
        Ports = Ports(result),
        Faults = Faults(result.GetValue(_faults) ?? []),
        Relay = result.GetValue(_relay),
        RelaysWithTls = result.GetValue(_relayTls),
        RetryInterval = result.GetValue(_retry),
        GiveUpAfter = result.GetValue(_giveUp),
    };

    static Option<string?> PortOption(Service service)
    {
        string name = service.ToString().ToLowerInvariant();
        int? wellKnown = ServicePorts.WellKnown[service];
        return new Option<string?>("--" + name) { HelpName = "PORT", Description = $"port of {name.ToUpperInvariant()}, 'off' or 0 for any free one (default {wellKnown?.ToString(CultureInfo.InvariantCulture) ?? "off"})" };
    }

    static Option<TimeSpan> Time(string name, string description, TimeSpan usual) => new(name)
    {
        HelpName = "TIME",
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = argument => Duration(argument),
    };

    // As 10s, 30m, 2h, 5d: the words of the retry times of mail servers.
    static TimeSpan Duration(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        double unit = text.Length < 2 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        const double Most = 20 * 86_400;
        if (double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number * unit is > 0 and <= Most)
            return TimeSpan.FromSeconds(number * unit);
        argument.AddError($"'{text}' is no time; write 10s, 30m, 2h or 5d");
        return default;
    }

    ServicePorts Ports(ParseResult result)
    {
        if (result.GetValue(_portsFrom) is < 1 or > 65_500) throw new UsageException("--ports-from: there are no such ports");
        ServicePorts ports = result.GetValue(_portsFrom) is { } first ? ServicePorts.From(first) : ServicePorts.WellKnown;
        foreach ((Service service, Option<string?> option) in _ports)
        {
            if (result.GetValue(option) is not { } text) continue;
            if (text == "off") ports[service] = null;
            else if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)) ports[service] = port;
            else throw new UsageException($"{option.Name}: '{text}' is no port");
        }
        return ports;
    }

    static IPAddress? Address(string? text) =>
        text is null ? null : IPAddress.TryParse(text, out IPAddress? address) ? address : throw new UsageException($"--address: '{text}' is no IP address");

    static AccountDirectory Accounts(string? path)
    {
        try
        {
            return path is null ? AccountDirectory.Default : AccountFile.Load(path);
        }
        catch (AccountFileException problem)
        {
            throw new UsageException(problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--users: {path} cannot be read");
        }
    }

    static FaultPlan Faults(string[] specs)
    {
        try
        {
            return FaultPlan.Parse(specs);
        }
        catch (FormatException problem)
        {
            throw new UsageException("--fault: " + problem.Message);
        }
    }
}

/// <summary>The arguments cannot be followed; the message says why.</summary>
sealed class UsageException(string message) : Exception(message);
