using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Network;
using Analyzer.Servers.Recording.Writing;

namespace Analyzer.Servers.Recording.Truth;

/// <summary>Judges what of an object a capture holds, and so what may be asked of an analysis.</summary>
sealed class Visibility(ICaptureContents capture)
{
    /// <summary>What may be asked for something that was said in a dialogue.</summary>
    /// <param name="dialogue">Where.</param>
    /// <param name="number">How many things had been said before it.</param>
    /// <param name="side">Who said it.</param>
    /// <param name="content">The object's own bytes.</param>
    /// <param name="around">The exchanges that explain it.</param>
    public Expectation Of(Dialogue dialogue, int number, DialogueSide side, Stretch content, params IEnumerable<Exchange> around)
    {
        bool isWrapped = dialogue.TlsFrom <= number || dialogue.DeflateFrom <= number;
        IConnectionEnd sender = side == DialogueSide.Client ? dialogue.Client : dialogue.Server;
        // Within TLS and DEFLATE the places of bytes are unknown here, and one gap may hide all that follows.
        if (isWrapped) return HeldOf(sender) == 0 ? Expectation.Absent : OfWhole(dialogue, Expectation.Possible);
        Coverage held = capture.Of(sender);
        if (!held.Holds(content)) return held.HeldOf(content) == 0 ? Expectation.Absent : Expectation.Marked;
        bool isExplained = around.All(exchange => Holds(dialogue, exchange));
        return isExplained ? Expectation.Exact : Expectation.Possible;
    }

    /// <summary>What may be asked for a whole connection, or <paramref name="ifPartly"/>.</summary>
    public Expectation OfWhole(Dialogue dialogue, Expectation ifPartly) => OfWhole(dialogue.Client, dialogue.Server, ifPartly);

    /// <summary>What may be asked for a whole connection, or <paramref name="ifPartly"/>.</summary>
    public Expectation OfWhole(IConnectionEnd client, IConnectionEnd server, Expectation ifPartly)
    {
        if (IsWhole(client) && IsWhole(server)) return Expectation.Exact;
        return HeldOf(client) + HeldOf(server) == 0 ? Expectation.Absent : ifPartly;
    }

    /// <summary>Whether the capture holds every byte of a direction, its beginning and its end.</summary>
    public bool IsWhole(IConnectionEnd sender) => capture.Of(sender).Holds(new Stretch(0, sender.Sent.Length)) && capture.HasStart(sender) && capture.HasEnd(sender);

    /// <summary>How many bytes of a direction the capture holds.</summary>
    public long HeldOf(IConnectionEnd sender) => capture.Of(sender).HeldOf(new Stretch(0, sender.Sent.Length));

    /// <summary>Whether the capture holds all that was said of a command.</summary>
    public bool Holds(Dialogue dialogue, Exchange exchange) =>
        capture.Of(dialogue.Client).Holds(exchange.PlaceOf(DialogueSide.Client) ?? default)
        && capture.Of(dialogue.Server).Holds(exchange.PlaceOf(DialogueSide.Server) ?? default);
}
