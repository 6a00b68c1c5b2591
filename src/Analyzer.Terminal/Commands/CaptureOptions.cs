using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Analyzer.Capture.Streams;
using Analyzer.Dissection;
using Analyzer.Dissection.Filtering;

namespace Analyzer.Terminal.Commands;

/// <summary>The arguments and options that all commands over captures share.</summary>
sealed class CaptureOptions
{
    /// <summary>CAPTURE...</summary>
    public Argument<string[]> Captures { get; } = new("CAPTURE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "pcap or pcapng files, plain or gzip-compressed, read as one; - is standard input; of a folder the captures in it, each by itself",
    };

    /// <summary>--decode-as</summary>
    public Option<string[]> DecodeAs { get; } = new("--decode-as")
    {
        HelpName = "PORT=PROTOCOL",
        Description = "what is spoken on a port, whatever it looks like (may be repeated)",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>--filter</summary>
    public Option<string?> Filter { get; } = new("--filter")
    {
        HelpName = "EXPR",
        Description = "only what matches, such as 'proto:smtp from:@example.org size>1M'",
    };

    /// <summary>--overlap</summary>
    public Option<string> Overlap { get; } = new("--overlap")
    {
        HelpName = "first|last",
        Description = "which copy wins where segments overlap with different bytes",
        DefaultValueFactory = _ => "first",
        CompletionSources = { "first", "last" },
    };

    /// <summary>--no-hash</summary>
    public Option<bool> NoHash { get; } = new("--no-hash") { Description = "leave out content hashes, the dearest step" };

    /// <summary>--tls-keylog</summary>
    public Option<string[]> KeyLog { get; } = new("--tls-keylog")
    {
        HelpName = "FILE",
        Description = "secrets of TLS sessions, as browsers and libraries log them (may be repeated; may grow meanwhile)",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>--tls-keylog-env</summary>
    public Option<bool> KeyLogFromEnvironment { get; } = new("--tls-keylog-env") { Description = $"also the key log that {KeyLogVariable} names" };

    const string KeyLogVariable = "SSLKEYLOGFILE";

    /// <summary>--threads</summary>
    public Option<int> Threads { get; } = new("--threads")
    {
        HelpName = "N",
        Description = $"how many processor cores to use, 1 to {AnalysisOptions.MaxThreads} (default: one for a capture, all for a collection); the output is the same with any number",
    };

    /// <summary>--each</summary>
    public Option<bool> Each { get; } = new("--each") { Description = "each capture by itself, as those of a folder are; else several are pieces of one" };

    /// <summary>--quiet</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "no progress and no warnings" };

    readonly ImmutableArray<string> _protocols = [.. Protocols.All.Select(protocol => protocol.Name)];

    public CaptureOptions()
    {
        DecodeAs.Validators.Add(result =>
        {
            foreach (string value in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (ProblemOf(value, _protocols) is { } problem) result.AddError($"--decode-as: {problem}");
            }
        });
        Filter.Validators.Add(result =>
        {
            string text = result.GetValueOrDefault<string?>() ?? "";
            if (!Dissection.Filtering.Filter.TryParse(text, out _, out FilterError? error)) result.AddError($"--filter: {error}");
        });
        Overlap.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not ("first" or "last")) result.AddError($"--overlap: '{result.GetValueOrDefault<string>()}' is neither first nor last");
        });
        Threads.AcceptOnly(1, AnalysisOptions.MaxThreads);
        DecodeAs.CompletionSources.Add(context => DecodeAsProposals(context.WordToComplete));
        Filter.CompletionSources.Add(context => FilterProposals(context.WordToComplete));
    }

    /// <summary>Puts them under a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Captures);
        AddOptionsTo(command);
        command.Add(Threads);
    }

    /// <summary>As above, without the captures.</summary>
    public void AddOptionsTo(Command command)
    {
        foreach (Option option in (Option[])[Filter, DecodeAs, Overlap, NoHash, KeyLog, KeyLogFromEnvironment, Quiet]) command.Add(option);
    }

    /// <summary>What was asked for.</summary>
    public RunRequest Read(ParseResult result)
    {
        ImmutableDictionary<ushort, string>.Builder decodeAs = ImmutableDictionary.CreateBuilder<ushort, string>();
        foreach (string value in result.GetValue(DecodeAs) ?? [])
        {
            (ushort port, string protocol) = Split(value)!.Value;
            decodeAs[port] = protocol;
        }
        Filter? filter = null;
        if (result.GetValue(Filter) is { } text) _ = Dissection.Filtering.Filter.TryParse(text, out filter, out _);
        string[] captures = result.GetResult(Captures) is null ? [] : result.GetValue(Captures) ?? [];
        int? threads = result.GetResult(Threads) is null ? null : result.GetValue(Threads);
        bool mayBeCollection = result.CommandResult.Command.Options.Contains(Each);
        return new RunRequest
        {
            Captures = captures,
            IsCollection = mayBeCollection && (result.GetValue(Each) || captures.Any(Directory.Exists)),
            Filter = filter,
            IsQuiet = result.GetValue(Quiet),
            Options = new AnalysisOptions
            {
                DecodeAs = decodeAs.ToImmutable(),
                KeyLogs = KeyLogsOf(result),
                Overlap = result.GetValue(Overlap) == "last" ? OverlapPolicy.Last : OverlapPolicy.First,
                Hash = !result.GetValue(NoHash),
                Threads = threads ?? 1,
            },
            Cores = threads ?? Math.Clamp(Environment.ProcessorCount, 1, AnalysisOptions.MaxThreads),
        };
    }

    ImmutableArray<string> KeyLogsOf(ParseResult result)
    {
        string? named = result.GetValue(KeyLogFromEnvironment) ? Environment.GetEnvironmentVariable(KeyLogVariable) : null;
        IEnumerable<string> files = result.GetValue(KeyLog) ?? [];
        return [.. string.IsNullOrEmpty(named) ? files : files.Append(named)];
    }

    /// <summary>Why a value of --decode-as is none; null: it is one.</summary>
    internal static string? ProblemOf(string value, IReadOnlyList<string> protocols)
    {
        if (Split(value) is not { } pair) return $"'{value}' is not PORT=PROTOCOL, such as 2525=smtp";
        if (protocols.Contains(pair.Protocol)) return null;
        return $"there is no protocol '{pair.Protocol}'{Suggestion.For(pair.Protocol, protocols)}; there are {string.Join(", ", protocols)}";
    }

    static (ushort Port, string Protocol)? Split(string value)
    {
        int sign = value.IndexOf('=', StringComparison.Ordinal);
        if (sign < 0 || !ushort.TryParse(value.AsSpan(0, sign), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0) return null;
        return (port, value[(sign + 1)..].ToLowerInvariant());
    }

    IEnumerable<string> DecodeAsProposals(string word)
    {
        int sign = word.IndexOf('=', StringComparison.Ordinal);
        if (sign >= 0) return _protocols.Select(protocol => $"{word[..sign]}={protocol}");
        return Protocols.All.SelectMany(protocol => protocol.Ports.Take(1).Select(port => $"{port}={protocol.Name}"));
    }

    static IEnumerable<string> FilterProposals(string word)
    {
        IReadOnlyList<FilterProposal> proposals = FilterCompletion.For(word, out int start);
        return proposals.Select(proposal => word[..start] + proposal.Text);
    }
}
