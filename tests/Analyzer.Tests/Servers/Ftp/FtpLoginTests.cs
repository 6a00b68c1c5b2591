using Analyzer.Servers.Hosting;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpLoginTests
{
    [Fact]
    public async Task A_login_gets_the_replies_of_the_text_book()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync();

        Assert.Equal("220 crepes.fr FTP server ready", await dialogue.HearAsync());
        Assert.Equal("331 Username OK, password required", await dialogue.SayAsync("USER alice"));
        Assert.Equal("230 User alice logged in, proceed", await dialogue.SayAsync("PASS hungry"));
        Assert.Equal("257 \"/\" is the current directory", await dialogue.SayAsync("PWD"));
        Assert.StartsWith("221", await dialogue.SayAsync("QUIT"), StringComparison.Ordinal);
        Assert.Equal("", await dialogue.HearAsync());
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_USER_comes_again()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync();
        await dialogue.HearAsync();

        await dialogue.SayAsync("USER alice");
        Assert.Equal("530 Login incorrect", await dialogue.SayAsync("PASS wrong"));
        Assert.StartsWith("503", await dialogue.SayAsync("PASS hungry"), StringComparison.Ordinal);
        Assert.StartsWith("530", await dialogue.SayAsync("PWD"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_guesses_too_often_is_sent_away()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(context: new ServerContextShape { Limits = new ServerLimits { MaxMistakes = 3 } });
        await dialogue.HearAsync();

        Assert.StartsWith("500", await dialogue.SayAsync("NONSENSE"), StringComparison.Ordinal);
        await dialogue.SayAsync("USER alice");
        Assert.StartsWith("530", await dialogue.SayAsync("PASS a"), StringComparison.Ordinal);
        await dialogue.SayAsync("USER alice");
        Assert.StartsWith("421", await dialogue.SayAsync("PASS b"), StringComparison.Ordinal);
        Assert.Equal("", await dialogue.HearAsync());
    }

    [Theory]
    [InlineData("PWD")]
    [InlineData("LIST")]
    [InlineData("RETR a")]
    [InlineData("STOR a")]
    [InlineData("PASV")]
    [InlineData("PORT 127,0,0,1,20,20")]
    [InlineData("SIZE a")]
    [InlineData("STAT")]
    public async Task Nothing_is_shown_before_the_login(string command)
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync();
        await dialogue.HearAsync();

        Assert.StartsWith("530", await dialogue.SayAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_may_read_and_not_write()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync();
        await dialogue.HearAsync();
        dialogue.Write("a.txt", "crepe");

        await dialogue.SayAsync("USER anonymous");
        Assert.StartsWith("230", await dialogue.SayAsync("PASS guest@example.org"), StringComparison.Ordinal);
        Assert.Equal("crepe", await dialogue.DownloadAsync("RETR a.txt"));
        Assert.StartsWith("550 Permission denied", await dialogue.SayAsync("DELE a.txt"), StringComparison.Ordinal);
        Assert.StartsWith("550 Permission denied", await dialogue.SayAsync("STOR b.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guests_can_be_kept_out()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(options => options with { AllowsAnonymous = false });
        await dialogue.HearAsync();

        await dialogue.SayAsync("USER anonymous");
        Assert.StartsWith("530", await dialogue.SayAsync("PASS x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task REIN_forgets_the_user_the_folder_and_the_type()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("MKD a");
        await dialogue.SayAsync("CWD a");

        Assert.StartsWith("220", await dialogue.SayAsync("REIN"), StringComparison.Ordinal);
        Assert.StartsWith("530", await dialogue.SayAsync("PWD"), StringComparison.Ordinal);
        await dialogue.SayAsync("USER alice");
        await dialogue.SayAsync("PASS hungry");
        Assert.StartsWith("257 \"/\"", await dialogue.SayAsync("PWD"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_wants_TLS_takes_no_name_in_clear()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(options => options with { RequiresTls = true });
        await dialogue.HearAsync();

        Assert.StartsWith("530", await dialogue.SayAsync("USER alice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_virtual_host_is_chosen_before_the_user()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync();
        await dialogue.HearAsync();

        Assert.StartsWith("220", await dialogue.SayAsync("HOST crepes.fr"), StringComparison.Ordinal);
        Assert.StartsWith("504", await dialogue.SayAsync("HOST elsewhere.org"), StringComparison.Ordinal);
        await dialogue.SayAsync("USER alice");
        Assert.StartsWith("503", await dialogue.SayAsync("HOST crepes.fr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_silent_is_told_so_and_sent_away()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(context: new ServerContextShape { Limits = new ServerLimits { FirstLineTime = TimeSpan.FromMilliseconds(50) } });

        Assert.StartsWith("220", await dialogue.HearAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421", await dialogue.HearAsync(), StringComparison.Ordinal);
        Assert.Equal("", await dialogue.HearAsync());
    }

    [Fact]
    public async Task An_endless_line_is_refused()
    {
        await using FtpDialogue dialogue = await FtpDialogue.StartAsync(context: new ServerContextShape { Limits = new ServerLimits { MaxLine = 1000 } });
        await dialogue.HearAsync();

        Assert.StartsWith("500", await dialogue.SayAsync("USER " + new string('a', 5000)), StringComparison.Ordinal);
        Assert.StartsWith("331", await dialogue.SayAsync("USER alice"), StringComparison.Ordinal);
    }
}
