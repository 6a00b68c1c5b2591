using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The log: what a person should know.</summary>
sealed class FindingsScreen(TuiApp app) : ListScreen<FindingRecord>(app, new FindingListModel(app.Index, app.Settings))
{
    protected override string EmptyText => "No findings: nothing is damaged, missing or strange.";

    protected override void Open(FindingRecord record)
    {
        if (record.Session is { } session) FilesScreen.ShowSession(App, session, record);
        else App.Say("This is about the capture as a whole.");
    }
}
