using System.Collections.Immutable;
using Analyzer.Terminal.Tui.App;

namespace Analyzer.Terminal.Tui.Screens;

/// <summary>A root view.</summary>
/// <param name="Number">The digit that shows it.</param>
/// <param name="Title">In the bar of views.</param>
/// <param name="Name">As a command.</param>
/// <param name="Help">What it shows.</param>
/// <param name="Make">Makes it, when it is shown first.</param>
sealed record RootScreen(int Number, string Title, string Name, string Help, Func<TuiApp, Screen> Make)
{
    const int ShortTitle = 3;

    /// <summary>What the bar of views says.</summary>
    public string Label { get; } = $" {Number} {Title}";

    /// <summary>The same with less room.</summary>
    public string ShortLabel { get; } = $" {Number} {Title[..Math.Min(ShortTitle, Title.Length)]}";
}

/// <summary>The root views, in the order of their digits. A new one is a line here.</summary>
static class ScreenTable
{
    public static readonly ImmutableArray<RootScreen> Roots =
    [
        new(1, "Sessions", "sessions", "lists the sessions", app => new SessionsScreen(app)),
        new(2, "Messages", "messages", "lists the e-mails", app => new MessagesScreen(app)),
        new(3, "Files", "files", "lists the files that FTP moved", app => new FilesScreen(app)),
        new(4, "Hosts", "hosts", "lists the hosts that took part", app => new HostsScreen(app)),
        new(5, "Creds", "credentials", "lists user names and passwords, masked", app => new CredentialsScreen(app)),
        new(6, "Stats", "statistics", "shows counts and plots", app => new StatisticsScreen(app)),
        new(7, "Log", "findings", "lists what a person should know", app => new FindingsScreen(app)),
    ];
}
