using System.Diagnostics.CodeAnalysis;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Sources.Live;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Opens what a live capture takes its packets from; the user is told why where it cannot be done.</summary>
sealed class LiveSources(LiveRequest request, Notices notices, Interruption interruption)
{
    // What a program in front of us still has to say when both of us were interrupted.
    static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(500);

    /// <summary>Opens it; else the exit status says how it failed.</summary>
    public int TryOpen([NotNullIfNotNull(nameof(source))] out string? name, out IPacketSource? source)
    {
        name = null;
        return request.IsPipe ? OpenPipe(out name, out source) : OpenDevices(out name, out source);
    }

    int OpenPipe(out string? name, out IPacketSource? source)
    {
        name = CaptureFile.StandardInput;
        source = null;
        if (!Console.IsInputRedirected)
        {
            notices.Error("standard input: it is a terminal, not a capture (tcpdump -U -w - | analyzer live -)");
            return ExitStatus.NoCapture;
        }
        var silence = new CancellationTokenSource();
        interruption.Token.Register(() => silence.CancelAfter(s_lastWords));
        Stream pipe = new InterruptibleStream(Console.OpenStandardInput(), silence.Token);
        if (CaptureFile.TryOpen(pipe, name, 0, out source, out CaptureOpenFailure? failure)) return ExitStatus.Ok;
        // Nothing was said until Ctrl-C: nothing went wrong.
        if (interruption.Status != 0) return ExitStatus.Ok;
        notices.Error($"standard input: {failure.Text}");
        return ExitStatus.NoCapture;
    }

    int OpenDevices(out string? name, out IPacketSource? source)
    {
        (name, source) = (null, null);
        IReadOnlyList<string> names = request.Interfaces;
        if (names.Count == 0 && LiveDevices.DefaultName() is { } usual) names = [usual];
        if (names.Count == 0)
        {
            notices.Error("there is no default route: say with -i what to watch (see 'analyzer interfaces')");
            return ExitStatus.Usage;
        }
        name = string.Join(",", names);
        if (DeviceSource.TryOpen(names, request.Options, out DeviceSource? devices, out LiveFailure? failure))
        {
            source = devices;
            return ExitStatus.Ok;
        }
        notices.Error(failure.Text + Advice(failure.Reason, names[0]));
        return failure.Reason == LiveFailureReason.BadFilter ? ExitStatus.Usage : ExitStatus.NoCapture;
    }

    static string Advice(LiveFailureReason reason, string name) => reason switch
    {
        LiveFailureReason.NoRights when OperatingSystem.IsLinux() =>
            $" Either: sudo setcap cap_net_raw,cap_net_admin=eip {Environment.ProcessPath}; or: sudo tcpdump -i {name} -U -w - | analyzer live -",
        LiveFailureReason.NoRights => $" Either use sudo, or: sudo tcpdump -i {name} -U -w - | analyzer live -",
        LiveFailureReason.NoDevice => " 'analyzer interfaces' lists what there is.",
        _ => "",
    };
}
