using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.App;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>The e-mails of a capture.</summary>
sealed class MessagesScreen(TuiApp app) : ListScreen<MessageRecord>(app, new MessageListModel(app.Index, app.Settings))
{
    protected override IEnumerable<Command> OwnCommands =>
    [
        new("save", "s", "saves the message as .eml", SaveCurrent) { Label = "Save .eml" },
        new("session", "o", "shows the dialogue that carried the message", OpenSession),
        new("journey", "J", "follows the message from hop to hop", ShowJourney),
    ];

    void ShowJourney()
    {
        if (Current is { } message) JourneyScreen.Show(App, message);
    }

    protected override string EmptyText => "No messages in the clear. Sessions that were encrypted are in view 1, marked tls.";

    protected override void Open(MessageRecord record) => App.Push(new MessageScreen(App, record));

    void SaveCurrent()
    {
        if (Current is not { } message) return;
        string name = SafeFileName.From(message.Subject, "message", $"{message.Id:D6}-", message.Complete ? "" : ".incomplete", ".eml");
        App.Push(new SavePrompt(App, name, path => ContentSaver.Save(App.Index.Store, message.Content, path)));
    }

    void OpenSession()
    {
        if (Current is { } message) FilesScreen.ShowSession(App, message.Session, message);
    }
}
