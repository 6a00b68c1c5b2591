using System.Globalization;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>A step of a ladder.</summary>
/// <param name="Time">Since the session began.</param>
/// <param name="Text">What is said.</param>
/// <param name="IsFromClient">Which way it goes.</param>
/// <param name="Pause">It comes after a pause of at least a second: how long that was; else empty.</param>
/// <param name="Role">How it is drawn.</param>
sealed record LadderStep(string Time, string Text, bool IsFromClient, string Pause, Role Role);

/// <summary>A dialogue as a ladder between its two ends: only what goes over the wire, with the pauses.</summary>
sealed class LadderModel(SessionRecord session, CaptureIndex index, ViewSettings settings)
{
    const long LongPause = 1_000_000_000;

    public SessionRecord Session => session;

    /// <summary>The steps from the first to the last.</summary>
    public IReadOnlyList<LadderStep> Steps => field ??= Build();

    List<LadderStep> Build()
    {
        List<LadderStep> steps = [];
        long last = 0;
        foreach (ConversationLine line in new ConversationScript(session, index.BySession.Of(session.Id), settings.RevealsSecrets).Lines())
        {
            if (line.Speaker == Speaker.Analyst) continue;
            long? since = line.SinceStart;
            string pause = since is { } now && now - last >= LongPause ? Quantity.Span(now - last) : "";
            string time = since is null ? "" : (since.Value / 1e9).ToString("0.000", CultureInfo.InvariantCulture);
            last = since ?? last;
            Role role = line.Tone == Tone.Error ? Role.Error : line.Speaker == Speaker.Client ? Role.Client : Role.Server;
            steps.Add(new LadderStep(time, line.Text, line.Speaker == Speaker.Client, pause, role));
        }
        return steps;
    }
}
