using System.Text;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpFolderTests
{
    [Fact]
    public async Task Folders_are_made_entered_left_and_removed()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();

        Assert.Equal("257 \"/a \"\"b\"\"\" created", await dialogue.SayAsync("MKD a \"b\""));
        Assert.Equal("250 The current directory is /a \"b\"", await dialogue.SayAsync("CWD a \"b\""));
        Assert.StartsWith("257", await dialogue.SayAsync("XMKD c"), StringComparison.Ordinal);
        Assert.StartsWith("550", await dialogue.SayAsync("RMD /a \"b\""), StringComparison.Ordinal);
        Assert.StartsWith("250", await dialogue.SayAsync("RMD c"), StringComparison.Ordinal);
        Assert.Equal("250 The current directory is /", await dialogue.SayAsync("CDUP"));
        Assert.StartsWith("250", await dialogue.SayAsync("RMD a \"b\""), StringComparison.Ordinal);
        Assert.StartsWith("550", await dialogue.SayAsync("CWD a \"b\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_renamed_by_RNFR_and_an_RNTO_right_after_it()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "1");

        Assert.StartsWith("503", await dialogue.SayAsync("RNTO b"), StringComparison.Ordinal);
        Assert.StartsWith("350", await dialogue.SayAsync("RNFR a"), StringComparison.Ordinal);
        await dialogue.SayAsync("NOOP");
        Assert.StartsWith("503", await dialogue.SayAsync("RNTO b"), StringComparison.Ordinal);
        await dialogue.SayAsync("RNFR a");
        Assert.StartsWith("250", await dialogue.SayAsync("RNTO b"), StringComparison.Ordinal);
        Assert.Equal("1", dialogue.Read("b"));
        Assert.StartsWith("250", await dialogue.SayAsync("DELE b"), StringComparison.Ordinal);
        Assert.StartsWith("550", await dialogue.SayAsync("DELE b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_does_not_move_into_itself_nor_over_another()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("MKD a");
        await dialogue.SayAsync("MKD b");

        await dialogue.SayAsync("RNFR a");
        Assert.StartsWith("553", await dialogue.SayAsync("RNTO a/c"), StringComparison.Ordinal);
        await dialogue.SayAsync("RNFR a");
        Assert.StartsWith("553", await dialogue.SayAsync("RNTO b"), StringComparison.Ordinal);
        await dialogue.SayAsync("RNFR /");
        Assert.StartsWith("553", await dialogue.SayAsync("RNTO c"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CWD ..")]
    [InlineData("CDUP")]
    [InlineData("RETR ../secret")]
    [InlineData("STOR ../secret")]
    [InlineData("APPE ../secret")]
    [InlineData("STOU ../secret")]
    [InlineData("DELE ../secret")]
    [InlineData("MKD ../made")]
    [InlineData("RMD ..")]
    [InlineData("RNFR ../secret")]
    [InlineData("SIZE ../secret")]
    [InlineData("MDTM ../secret")]
    [InlineData("MFMT 20200101000000 ../secret")]
    [InlineData("HASH ../secret")]
    [InlineData("XMD5 a/../../secret")]
    [InlineData("MLST ..")]
    [InlineData("MLSD ..")]
    [InlineData("LIST ..")]
    [InlineData("LIST -la ../*")]
    [InlineData("NLST ..")]
    [InlineData("STAT ..")]
    [InlineData("RETR link")]
    [InlineData("STOR link")]
    [InlineData("DELE link")]
    [InlineData("RNFR link")]
    [InlineData("SIZE link")]
    [InlineData("CWD out")]
    [InlineData("RETR out/secret")]
    [InlineData("STOR out/made")]
    [InlineData("MKD out/made")]
    [InlineData("LIST out")]
    [InlineData("MLSD out")]
    [InlineData("STOR dangling")]
    [InlineData("RETR /etc/passwd")]
    [InlineData("CWD /etc")]
    [InlineData("RETR a\0b")]
    [InlineData("STOR a\0b")]
    public async Task No_name_leads_out_of_the_root(string command)
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await File.WriteAllTextAsync(dialogue.Beside("secret"), "secret", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(dialogue.At("link"), dialogue.Beside("secret"));
        File.CreateSymbolicLink(dialogue.At("dangling"), dialogue.Beside("made"));
        Directory.CreateSymbolicLink(dialogue.At("out"), Path.GetDirectoryName(dialogue.Path)!);

        await dialogue.SayAsync("EPSV");
        Assert.StartsWith("550", await dialogue.SayAsync(command), StringComparison.Ordinal);

        Assert.Equal("secret", await File.ReadAllTextAsync(dialogue.Beside("secret"), TestContext.Current.CancellationToken));
        Assert.Equal(["secret", "shown"], Directory.GetFileSystemEntries(Path.GetDirectoryName(dialogue.Path)!).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public async Task A_rename_does_not_lead_out_either()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "1");
        Directory.CreateSymbolicLink(dialogue.At("out"), Path.GetDirectoryName(dialogue.Path)!);

        foreach (string target in (string[])["../b", "out/b", "/../b"])
        {
            await dialogue.SayAsync("RNFR a");
            Assert.StartsWith("550", await dialogue.SayAsync("RNTO " + target), StringComparison.Ordinal);
        }
        Assert.Equal("1", dialogue.Read("a"));
    }

    [Fact]
    public async Task Names_may_be_UTF_8_or_Latin_1()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("TYPE I");
        await dialogue.UploadAsync("STOR crêpe.txt", "1");

        await dialogue.Control.WriteAsync(Encoding.Latin1.GetBytes("SIZE crêpe.txt\r\n"), TestContext.Current.CancellationToken);
        Assert.Equal("213 1", await dialogue.HearAsync());
    }
}
