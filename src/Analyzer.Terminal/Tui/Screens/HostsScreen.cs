using Analyzer.Dissection.Filtering;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The hosts that took part; Enter shows their sessions.</summary>
sealed class HostsScreen(TuiApp app) : ListScreen<HostRecord>(app, new HostListModel(app.Index, app.Settings))
{
    protected override string EmptyText => "No hosts spoke SMTP, POP3, IMAP or FTP.";

    protected override void Open(HostRecord record)
    {
        if (!Filter.TryParse($"host:{record.Address}", out Filter? filter, out _)) return;
        App.ShowRoot(0);
        if (App.Top is SessionsScreen sessions) sessions.SetFilter(filter);
    }
}
