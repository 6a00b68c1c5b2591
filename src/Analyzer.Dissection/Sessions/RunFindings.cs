using System.Globalization;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Capture.Streams;

namespace Analyzer.Dissection.Sessions;

/// <summary>Tells, at the end of a run, what was left out of it and why: nothing is dropped in silence.</summary>
static class RunFindings
{
    public static void Tell(AnalysisContext context, StreamStatistics streams, DecodeStatistics decode)
    {
        Tell(context, Severity.Info, "half-open-connections", streams.HalfOpen, "{0} connection attempts were never answered; they have no stream records");
        Tell(context, Severity.Warning, "bad-checksums", streams.BadChecksums, "{0} segments with a wrong checksum were left out, as right ones are the rule in their direction");
        Tell(context, Severity.Warning, "edited-checksums", streams.EditedChecksums, "{0} segments with a wrong checksum were used: their bytes were acknowledged and never sent again, so the capture seems to have been edited");
        Tell(context, Severity.Warning, "connection-limit", streams.Evicted, "{0} connections were ended early because too many were open at once");
        Tell(context, Severity.Info, "idle-connections", streams.Idle, "{0} connections were given up because nothing was heard of them for hours");
        Tell(context, Severity.Warning, "reassembly-limit", streams.HolesForced, "{0} holes in streams were given up because too many bytes waited behind them");
        Tell(context, Severity.Info, "unacceptable-segments", streams.Unacceptable, "{0} segments lay outside any possible window and were left out");
        TellUndecoded(context, decode);
        Tell(context, Severity.Info, "cut-packets", decode[PacketTrait.CutSegment], "{0} segments were cut by the snap length; their lost bytes are counted as gaps");
        Tell(context, Severity.Info, "wrong-ip-checksums", decode[PacketTrait.WrongIpChecksum], "{0} IPv4 headers have a wrong checksum; they were used all the same");
        Tell(context, Severity.Warning, "fragment-conflicts", decode[PacketTrait.FragmentConflict], "{0} IP fragments overlap others with other bytes");
        Tell(context, Severity.Warning, "fragments-incomplete", Incomplete(decode), "{0} fragmented datagrams could not be put together");
    }

    static long Incomplete(DecodeStatistics decode) =>
        decode[PacketTrait.DatagramTimedOut] + decode[PacketTrait.DatagramEvicted] + decode[PacketTrait.DatagramDropped] + decode[PacketTrait.DatagramUnfinished];

    static void TellUndecoded(AnalysisContext context, DecodeStatistics decode)
    {
        Tell(context, Severity.Info, "undecoded-encrypted", decode[StopReason.Encrypted], "{0} packets are encrypted below TCP");
        Tell(context, Severity.Warning, "undecoded-fragments", decode[StopReason.FragmentUnusable] + decode[StopReason.FragmentDropped], "{0} fragments could not be used");
        Tell(context, Severity.Warning, "undecoded-cut", decode[StopReason.HeaderCut], "{0} packets were cut inside a header");
        Tell(context, Severity.Warning, "undecoded-invalid", decode[StopReason.HeaderInvalid], "{0} packets have a header that contradicts itself");
        Tell(context, Severity.Warning, "undecoded-nested", decode[StopReason.TooManyLayers], "{0} packets have more headers inside each other than are followed");
        foreach ((LinkType type, long count) in decode.UnknownLinkTypes)
        {
            context.Finding(Severity.Warning, "undecoded-link-type", string.Create(CultureInfo.InvariantCulture, $"{count} packets have a link type that is not known here: {LinkTypeNames.Of(type)}"));
        }
    }

    static void Tell(AnalysisContext context, Severity severity, string code, long count, string format)
    {
        if (count > 0) context.Finding(severity, code, string.Format(CultureInfo.InvariantCulture, format, count));
    }
}
