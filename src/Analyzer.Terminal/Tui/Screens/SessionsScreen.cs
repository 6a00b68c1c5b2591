using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Index;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The sessions of a capture.</summary>
sealed class SessionsScreen(TuiApp app) : ListScreen<SessionRecord>(app, new SessionListModel(app.Index, app.Settings))
{
    protected override void Open(SessionRecord record) => App.Push(new ConversationScreen(App, record));

    protected override string EmptyText => App.Load?.State == LoadState.Live
        ? "Waiting for SMTP, POP3, IMAP or FTP."
        : Absence.Text(App.Index, App.Load?.Packets ?? 0);
}
