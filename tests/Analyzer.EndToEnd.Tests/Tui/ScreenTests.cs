using System.Diagnostics;
using Analyzer.EndToEnd.Tests.Live;
using Analyzer.Tests.Support.Samples;

namespace Analyzer.EndToEnd.Tests.Tui;

/// <summary>The screens in a real terminal, used as a user would.</summary>
public sealed class ScreenTests : IDisposable
{
    const string Inside = "1 1 0", Outside = "0 0 1";

    readonly TemporaryFolder _folder = new();

    // Outside the folder that the shell is in: the start screen shows what is there.
    readonly TemporaryFolder _samples = new();

    string Sample(string name) => _samples.Write(name, SampleCaptures.All.Single(sample => sample.FileName == name).Bytes);

    [Fact]
    public void A_capture_is_opened_by_its_name_filtered_and_read()
    {
        using var tmux = new Tmux(_folder.Path);
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        Assert.StartsWith(Inside, tmux.State);
        tmux.Press("2");
        tmux.WaitFor("3 messages");
        tmux.Press("/");
        tmux.Type("subject:crêpe");
        tmux.WaitFor("1 of 3 messages");
        tmux.Press("Enter", "Enter");

        string message = tmux.WaitFor("The picture shows");
        Assert.Contains("crêpe.png", message);
    }

    [Fact]
    public async Task An_attachment_is_saved_as_the_export_has_it()
    {
        string exported = Path.Combine(_folder.Path, "exported");
        Finished export = await AnalyzerCommand.Run("export", Sample("smtp-lecture.pcap"), "--output", exported);
        Assert.Equal(0, export.ExitCode);
        using var tmux = new Tmux(_folder.Path);
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        tmux.Press("2", "Down", "Enter");
        tmux.WaitFor("The picture shows");
        tmux.Press("Down", "s");
        tmux.WaitFor("Save as: ./crêpe.png");
        tmux.Press("Enter");
        tmux.WaitFor("Saved ./crêpe.png");

        string attachment = Directory.GetFiles(Path.Combine(exported, "attachments")).Single();
        Assert.Equal(await File.ReadAllBytesAsync(attachment, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "crêpe.png"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void All_messages_are_exported()
    {
        using var tmux = new Tmux(_folder.Path);
        tmux.Start("open", Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        tmux.Press("2", "A", "F2");
        tmux.WaitFor("3 messages and files");
        tmux.Press("Enter");
        tmux.WaitFor("4 files written to ./smtp-lecture-export");

        Assert.Equal(3, Directory.GetFiles(Path.Combine(_folder.Path, "smtp-lecture-export", "messages")).Length);
    }

    [Fact]
    public void The_screens_follow_the_size_of_the_window()
    {
        using var tmux = new Tmux(_folder.Path);
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("mail #1");
        tmux.Resize(40, 10);
        string small = tmux.WaitWithout("mail #1");
        Assert.All(small.Split('\n'), line => Assert.InRange(line.Length, 0, 40));
        tmux.Resize(30, 8);
        tmux.WaitFor("40x10 is the least");
        tmux.Resize(120, 40);

        tmux.WaitFor("mail #1 Lunch on Friday");
    }

    [Fact]
    public void The_shell_gets_its_terminal_back_when_the_program_stops_and_the_program_when_it_goes_on()
    {
        using var tmux = new Tmux(_folder.Path);
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        string title = tmux.State[Inside.Length..];
        tmux.Press("C-z");
        tmux.WaitFor("Stopped");
        Assert.Equal(Outside + title, tmux.State);
        tmux.Type("stty -a | tr ' ' '\\n' | grep -x -e '-*icanon;*' -e '-*echo'");
        tmux.Press("Enter");
        string modes = tmux.WaitFor("\necho");
        Assert.Contains("\nicanon", modes);
        tmux.Press("f", "g", "Enter");
        tmux.WaitFor("2 sessions");
        Assert.Equal(Inside + title, tmux.State);
        tmux.Press("2");

        tmux.WaitFor("3 messages");
    }

    [Theory]
    [InlineData("TERM", "[143]")]
    [InlineData("HUP", "[129]")]
    [InlineData("INT", "[130]")]
    [InlineData("QUIT", "[131]")]
    public void A_signal_that_ends_the_program_leaves_the_terminal_as_it_was(string signal, string status)
    {
        using var tmux = new Tmux(_folder.Path);
        string before = tmux.State;
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        tmux.Signal(signal);
        tmux.WaitForShell();
        tmux.Type("echo \"[$?]\"; stty -a | tr ' ' '\\n' | grep -x -e '-*icanon;*' -e '-*echo'");
        tmux.Press("Enter");
        string after = tmux.WaitFor("\necho");
        Assert.Contains(status, after);
        Assert.Contains("\nicanon", after);

        Assert.Equal(before, tmux.State);
    }

    [Fact]
    public void A_signal_that_stops_the_program_gives_the_terminal_back()
    {
        using var tmux = new Tmux(_folder.Path);
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        tmux.Signal("TSTP");
        tmux.WaitFor("Stopped");

        Assert.StartsWith(Outside, tmux.State);
    }

    [Fact]
    public void Leaving_restores_the_terminal_and_the_shell_s_screen()
    {
        using var tmux = new Tmux(_folder.Path);
        string before = tmux.State;
        tmux.Start(Sample("smtp-lecture.pcap"));
        tmux.WaitFor("2 sessions");
        tmux.Press("q");
        tmux.WaitForShell();
        Assert.DoesNotContain("2 sessions", tmux.Screen);

        Assert.Equal(before, tmux.State);
    }

    [Fact]
    public void A_capture_on_standard_input_leaves_the_keys_to_the_terminal()
    {
        using var tmux = new Tmux(_folder.Path);
        tmux.Type($"cat '{Sample("smtp-lecture.pcap")}' | '{Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"}' '{Path.Combine(AppContext.BaseDirectory, "analyzer.dll")}' -");
        tmux.Press("Enter");
        tmux.WaitFor("2 sessions");
        tmux.Press("2", "Enter");
        tmux.WaitFor("Lunch on Friday");
        tmux.Press("q", "q");

        tmux.WaitForShell();
    }

    [Fact]
    public void Without_a_capture_the_start_screen_offers_what_is_in_the_folder()
    {
        File.Copy(Sample("smtp-lecture.pcap"), Path.Combine(_folder.Path, "mine.pcap"));
        File.WriteAllText(Path.Combine(_folder.Path, "broken.pcap"), "PK\u0003\u0004 this is none");
        using var tmux = new Tmux(_folder.Path);
        tmux.Start();
        tmux.WaitFor("mine.pcap");
        tmux.Press("Enter");
        tmux.WaitFor("broken.pcap:");
        tmux.Press("Down", "Enter");

        tmux.WaitFor("2 sessions");
    }

    public static bool CanSniff => LiveTools.AreThere;

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task Traffic_appears_while_it_is_captured()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using var tmux = new Tmux(_folder.Path);
        tmux.StartBehind(network.Launcher, "live", "-i", "lo");
        tmux.WaitFor("LIVE");
        await site.Mail("Seen live", 1000);
        tmux.WaitFor("carol > bob");
        tmux.Press("2", "Enter");
        tmux.WaitFor("Mail #1 Seen live");
        tmux.Press("q", "q");
        tmux.WaitFor("The packets are not kept");
        tmux.Press("n", "W");
        tmux.WaitFor("write packets to: ./lo.pcapng");
        tmux.Press("Enter");
        tmux.WaitFor("Saved ./lo.pcapng");
        tmux.Press("q");

        tmux.WaitForShell();
        Finished messages = await AnalyzerCommand.Run("messages", Path.Combine(_folder.Path, "lo.pcapng"));
        Assert.Contains("Seen live", messages.Output);
    }

    [Fact(SkipUnless = nameof(CanSniff), Skip = LiveTools.SkipReason)]
    public async Task A_session_is_seen_while_it_goes_on()
    {
        await using NetworkNamespace network = await NetworkNamespace.Create();
        await using MailSite site = await MailSite.Start(network, network, "127.0.0.1");
        using var tmux = new Tmux(_folder.Path, 100);
        tmux.StartBehind(network.Launcher, "live", "-i", "lo");
        tmux.WaitFor("LIVE");
        using Process client = Process.Start(network.Launcher[0], [.. network.Launcher.Skip(1), "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/25; printf 'EHLO patient.example\\r\\n' >&3; sleep 600"]);
        string open = tmux.WaitFor("patient.example");
        Assert.Contains(" live ", open);
        tmux.Press("Enter");
        tmux.WaitFor("the session goes on");
        client.Kill(entireProcessTree: true);

        tmux.WaitFor("closed by FIN, without a farewell");
    }

    [Fact]
    public async Task Without_a_terminal_the_view_is_printed()
    {
        Finished printed = await AnalyzerCommand.Run(Sample("smtp-lecture.pcap"));
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains("2 sessions", printed.Output);
        Finished messages = await AnalyzerCommand.Run("open", Sample("smtp-lecture.pcap"), "--plain", "--view", "messages");

        Assert.Contains("Une crêpe pour Bob", messages.Output);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _samples.Dispose();
    }
}
