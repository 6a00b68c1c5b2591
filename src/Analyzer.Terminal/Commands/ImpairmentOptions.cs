using System.CommandLine;
using Analyzer.Servers.Recording;

namespace Analyzer.Terminal.Commands;

/// <summary>The options that say what goes wrong in a generated capture.</summary>
sealed class ImpairmentOptions
{
    const double Percent = 0.01;

    readonly Option<double> _loss = Share("--loss", "segments lost on the way and sent again");
    readonly Option<double> _captureLoss = Share("--capture-loss", "packets that arrive but are missing from the capture");
    readonly Option<double> _reorder = Share("--reorder", "segments that overtake others");
    readonly Option<double> _duplicate = Share("--duplicate", "segments that come twice");
    readonly Option<double> _overlap = Share("--overlap", "segments that repeat the end of the one before");
    readonly Option<bool> _resegment = new("--resegment") { Description = "cut segments anywhere, even inside a line end" };
    readonly Option<int> _fragments = Number("--fragments", "BYTES", 68, 1500, "send longer IP packets in fragments");
    readonly Option<int> _vlan = Number("--vlan", "ID", 1, 4094, "put frames into this VLAN");
    readonly Option<bool> _ipv6 = new("--ipv6") { Description = "IPv6 instead of IPv4" };
    readonly Option<int> _snapLength = Number("--snaplen", "BYTES", 64, 262_144, "keep only the first bytes of each frame");
    readonly Option<double> _startAt = Share("--start-at", "packets that are over before the capture begins");
    readonly Option<string?> _side = new("--one-direction") { HelpName = "client|server", Description = "only what this side sends" };
    readonly Option<bool> _nat = new("--nat") { Description = "translate addresses, but not those that are spoken of" };

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_loss, _reorder, _duplicate, _resegment, _ipv6, _captureLoss, _overlap, _fragments, _vlan, _snapLength, _startAt, _side, _nat];

    /// <summary>Puts them under a command.</summary>
    public void AddTo(Command command)
    {
        _side.CompletionSources.Add("client", "server");
        _side.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } side and not ("client" or "server")) result.AddError($"--one-direction: '{side}' is neither client nor server");
        });
        foreach (Option option in All) command.Add(option);
    }

    /// <summary>What was asked for.</summary>
    public Impairments Read(ParseResult result) => new()
    {
        Loss = result.GetValue(_loss) * Percent,
        Reorder = result.GetValue(_reorder) * Percent,
        Duplicate = result.GetValue(_duplicate) * Percent,
        Resegment = result.GetValue(_resegment),
        Ipv6 = result.GetValue(_ipv6),
        CaptureLoss = result.GetValue(_captureLoss) * Percent,
        Overlap = result.GetValue(_overlap) * Percent,
        FragmentSize = result.GetValue(_fragments),
        Vlan = result.GetValue(_vlan),
        SnapLength = result.GetValue(_snapLength),
        StartAt = result.GetValue(_startAt) * Percent,
        OnlySide = result.GetValue(_side) switch
        {
            "client" => CapturedSide.Client,
            "server" => CapturedSide.Server,
            _ => null,
        },
        Nat = result.GetValue(_nat),
    };

    static Option<double> Share(string name, string description)
    {
        var option = new Option<double>(name) { HelpName = "PERCENT", Description = description };
        option.AcceptOnly(0, 90);
        return option;
    }

    static Option<int> Number(string name, string unit, int least, int most, string description)
    {
        var option = new Option<int>(name) { HelpName = unit, Description = description };
        option.AcceptOnly(least, most);
        return option;
    }
}
