using System.CommandLine;
using System.CommandLine.Parsing;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Capture.Sources.Live.Spool;

namespace Analyzer.Terminal.Commands;

/// <summary>The arguments and options of a live capture.</summary>
sealed class LiveOptionSet
{
    readonly Argument<string?> _source = new("SOURCE") { Arity = ArgumentArity.ZeroOrOne, Description = "- reads a capture from standard input as it comes" };

    readonly Option<string[]> _interfaces = new("--interface", "-i")
    {
        HelpName = "NAME",
        Description = "what to watch (may be repeated); 'any' is all; without it, the interface with the default route",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string?> _captureFilter = new("--capture-filter", "-f") { HelpName = "BPF", Description = "what is captured at all (pcap-filter); the default: TCP, fragments, DNS" };
    readonly Option<string?> _snapLength = new("--snap-length") { HelpName = "BYTES", Description = "keep so much of each packet (default 262144)" };
    readonly Option<string?> _buffer = new("--buffer") { HelpName = "SIZE", Description = "what the kernel may hold for us (default 67M)" };
    readonly Option<bool> _quiet = new("--no-promiscuous") { Description = "only packets that are for this host" };
    readonly Option<bool> _immediate = new("--immediate") { Description = "take each packet at once, at a price" };
    readonly Option<string?> _write = new("--write", "-w") { HelpName = "FILE", Description = "keep the capture as pcapng; nothing that is there is replaced" };
    readonly Option<string?> _ring = new("--ring") { HelpName = "COUNTxLIMIT", Description = "so many files of that size or time, such as 10x100M or 24x1h,2G; the oldest leaves" };
    readonly Option<string?> _user = new("--user") { HelpName = "NAME", Description = "whom to become once the interfaces are open (default: who called sudo)" };
    readonly Option<bool> _json = new("--json") { Description = "every record as JSON Lines, as it completes" };
    readonly Option<bool> _plain = new("--plain") { Description = "a line for each event, as it completes (the default without a terminal)" };
    readonly Option<string?> _export = new("--export") { HelpName = "DIR", Description = "write messages and files there as they complete" };
    readonly Option<string?> _duration = new("--duration") { HelpName = "SPAN", Description = "end after so long, such as 90s or 2h" };
    readonly Option<string?> _packets = new("--packets") { HelpName = "N", Description = "end after so many packets" };
    readonly Option<string?> _untilIdle = new("--until-idle") { HelpName = "SPAN", Description = "end when nothing came for so long" };

    public LiveOptionSet()
    {
        Check(_snapLength, text => LiveValues.Size(text) is >= 64 and <= 262_144, "is no number from 64 to 262144");
        Check(_buffer, text => LiveValues.Size(text) is >= 64_000 and <= int.MaxValue, "is no size from 64k to 2G");
        Check(_ring, text => LiveValues.Ring(text) is not null, "is not COUNTxLIMIT, such as 10x100M or 24x1h");
        Check(_duration, text => LiveValues.Span(text) is not null, "is no span of time, such as 90s or 2h");
        Check(_untilIdle, text => LiveValues.Span(text) is not null, "is no span of time, such as 90s or 2h");
        Check(_packets, text => LiveValues.Size(text) is not null, "is no number");
    }

    static void Check(Option<string?> option, Predicate<string> isSound, string otherwise) =>
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !isSound(text)) result.AddError($"{option.Name}: '{text}' {otherwise}");
        });

    /// <summary>Puts them under the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_source);
        Option[] all = [_interfaces, _captureFilter, _snapLength, _buffer, _quiet, _immediate, _write, _ring, _user, _json, _plain, _export, _duration, _packets, _untilIdle];
        foreach (Option option in all) command.Add(option);
        command.Validators.Add(result =>
        {
            if (Conflict(result) is { } conflict) result.AddError(conflict);
        });
    }

    string? Conflict(CommandResult result)
    {
        string? source = result.GetResult(_source) is null ? null : result.GetValue(_source);
        if (source is not null and not CaptureFile.StandardInput) return $"'{source}' is not '-': a file is read with 'analyzer read', an interface is named with -i";
        if (source is not null && result.GetResult(_interfaces) is not null) return "-i and - exclude each other";
        return result.GetValue(_json) && result.GetValue(_plain) ? "--json and --plain exclude each other" : null;
    }

    /// <summary>What was asked for.</summary>
    public LiveRequest Read(ParseResult result, RunRequest run) => new()
    {
        Run = run with { IsStreaming = true },
        Interfaces = [.. (result.GetValue(_interfaces) ?? []).Distinct()],
        IsPipe = result.GetValue(_source) is not null,
        Options = Watching(result),
        Spool = Spool(result),
        Bounds = new LiveBounds
        {
            Packets = Value(result, _packets, LiveValues.Size) ?? long.MaxValue,
            Duration = Value(result, _duration, LiveValues.Span) ?? TimeSpan.MaxValue,
            Idle = Value(result, _untilIdle, LiveValues.Span) ?? TimeSpan.MaxValue,
        },
        User = result.GetValue(_user),
        IsJson = result.GetValue(_json),
        IsPlain = result.GetValue(_plain),
        Export = result.GetValue(_export),
    };

    LiveOptions Watching(ParseResult result)
    {
        var usual = new LiveOptions();
        return usual with
        {
            Filter = result.GetValue(_captureFilter),
            SnapLength = (int?)Value(result, _snapLength, LiveValues.Size) ?? usual.SnapLength,
            BufferSize = (int?)Value(result, _buffer, LiveValues.Size) ?? usual.BufferSize,
            IsPromiscuous = !result.GetValue(_quiet),
            IsImmediate = result.GetValue(_immediate),
        };
    }

    SpoolPlan Spool(ParseResult result)
    {
        string? path = result.GetValue(_write);
        if (result.GetValue(_ring) is not { } ring) return path is null ? SpoolPlan.Temporary : new SpoolPlan { Path = path };
        (int files, long? size, TimeSpan? time) = LiveValues.Ring(ring)!.Value;
        return new SpoolPlan { Path = path, MaxFiles = files, FileBytes = size ?? long.MaxValue, FileTime = time ?? TimeSpan.MaxValue };
    }

    static T? Value<T>(ParseResult result, Option<string?> option, Func<string, T?> read) where T : struct =>
        result.GetValue(option) is { } text ? read(text) : null;
}
