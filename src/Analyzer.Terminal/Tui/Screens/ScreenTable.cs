using System.Collections.Immutable;
using Analyzer.Terminal.Tui.App;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>A root view.</summary>
/// <param name="Title">In the bar of views.</param>
/// <param name="Name">As a command.</param>
/// <param name="Help">What it shows.</param>
/// <param name="Make">Makes it, when it is shown first.</param>
sealed record RootScreen(string Title, string Name, string Help, Func<TuiApp, Screen> Make);

/// <summary>The root views, in the order of their digits. A new one is a line here.</summary>
static class ScreenTable
{
    public static readonly ImmutableArray<RootScreen> Roots =
    [
        new("Sessions", "sessions", "lists the sessions", app => new SessionsScreen(app)),
        new("Messages", "messages", "lists the e-mails", app => new MessagesScreen(app)),
        new("Files", "files", "lists the files that FTP moved", app => new FilesScreen(app)),
        new("Hosts", "hosts", "lists the hosts that took part", app => new HostsScreen(app)),
        new("Creds", "credentials", "lists user names and passwords, masked", app => new CredentialsScreen(app)),
        new("Stats", "statistics", "shows counts and plots", app => new StatisticsScreen(app)),
        new("Log", "findings", "lists what a person should know", app => new FindingsScreen(app)),
    ];
}
