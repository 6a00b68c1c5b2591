using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>User names and passwords, masked until asked for.</summary>
sealed class CredentialsScreen(TuiApp app) : ListScreen<CredentialRecord>(app, new CredentialListModel(app.Index, app.Settings))
{
    protected override string EmptyText => "No logins in the clear.";

    protected override void Open(CredentialRecord record) => FilesScreen.ShowSession(App, record.Session, record);
}
