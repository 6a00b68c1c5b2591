using System.Globalization;
using Analyzer.Servers.Ftp;

namespace Analyzer.Tests.Servers.Ftp;

public sealed class FtpListingTests
{
    static readonly DateTime s_now = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-03-01T23:59:00Z", "-rw-r--r--    1 ftp      ftp              1234 Mar 01 23:59 a b.txt")]
    [InlineData("2024-12-24T18:00:00Z", "-rw-r--r--    1 ftp      ftp              1234 Dec 24  2024 a b.txt")]
    [InlineData("2027-12-24T18:00:00Z", "-rw-r--r--    1 ftp      ftp              1234 Dec 24  2027 a b.txt")]
    public void A_long_line_has_the_time_of_recent_files_and_the_year_of_others(string modified, string expected)
    {
        DateTime time = DateTime.Parse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

        Assert.Equal(expected, FtpListing.Long(new FtpEntry("a b.txt", IsFolder: false, 1234, time), s_now));
    }

    [Fact]
    public void A_machine_line_has_the_chosen_facts()
    {
        var file = new FtpEntry("a", IsFolder: false, 12, s_now);
        var folder = new FtpEntry("b", IsFolder: true, 0, s_now);

        Assert.Equal("type=file;size=12;modify=20260304050607;perm=adfrw; a", FtpListing.Machine(file, "a", FtpListing.Type(file), FtpListing.Facts));
        Assert.Equal("type=dir;modify=20260304050607; b", FtpListing.Machine(folder, "b", FtpListing.Type(folder), ["type", "size", "modify"]));
        Assert.Equal(" a", FtpListing.Machine(file, "a", FtpListing.Type(file), []));
    }

    [Fact]
    public async Task LIST_NLST_and_MLSD_show_a_folder_in_order()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        await dialogue.SayAsync("MKD sub");
        dialogue.Write("b.txt", "22");
        dialogue.Write("a.txt", "1");
        dialogue.Write("sub/c.txt", "333");
        File.CreateSymbolicLink(dialogue.At("link"), "/etc/passwd");

        Assert.Equal(["a.txt", "b.txt", "sub"], Lines(await dialogue.DownloadAsync("LIST")).Select(line => line.Split(' ')[^1]));
        Assert.Equal(["a.txt", "b.txt", "sub"], Lines(await dialogue.DownloadAsync("NLST")));
        Assert.Equal(["sub/c.txt"], Lines(await dialogue.DownloadAsync("NLST sub")));
        Assert.Equal(["b.txt"], Lines(await dialogue.DownloadAsync("NLST b*")));
        Assert.Equal(["a.txt", "b.txt", "sub"], Lines(await dialogue.DownloadAsync("LIST -la /")).Select(line => line.Split(' ')[^1]));
        Assert.Equal(["type=cdir .", "type=file a.txt", "type=file b.txt", "type=dir sub"], Lines(await dialogue.DownloadAsync("MLSD")).Select(line => $"{line.Split(';')[0]} {line.Split(' ')[^1]}"));
    }

    [Fact]
    public async Task Facts_of_one_file_come_over_the_control_connection()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a.txt", "12345");
        await dialogue.SayAsync("TYPE I");

        Assert.StartsWith("213 Modify=20200102030405; /a.txt", await dialogue.SayAsync("MFMT 20200102030405 a.txt"), StringComparison.Ordinal);
        Assert.Equal("213 20200102030405", await dialogue.SayAsync("MDTM a.txt"));
        Assert.Equal("213 5", await dialogue.SayAsync("SIZE a.txt"));
        Assert.StartsWith("200 MLST OPTS type;size;", await dialogue.SayAsync("OPTS MLST type;size;colour;"), StringComparison.Ordinal);
        Assert.Equal("250-Listing /a.txt\n type=file;size=5; /a.txt\n250 End", await dialogue.SayAsync("MLST a.txt"));
        Assert.Contains(" a.txt", await dialogue.SayAsync("STAT /"), StringComparison.Ordinal);
        Assert.StartsWith("211-", await dialogue.SayAsync("STAT"), StringComparison.Ordinal);
        Assert.StartsWith("550", await dialogue.SayAsync("SIZE /"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_hashed()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();
        dialogue.Write("a", "abcdef");

        Assert.Equal("213 SHA-256 0-6 bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721 a", await dialogue.SayAsync("HASH a"));
        Assert.StartsWith("350", await dialogue.SayAsync("RANG 0 3"), StringComparison.Ordinal);
        Assert.Equal("200 MD5", await dialogue.SayAsync("OPTS HASH MD5"));
        Assert.Equal("213 MD5 0-3 900150983cd24fb0d6963f7d28e17f72 a", await dialogue.SayAsync("HASH a"));
        Assert.Equal("250 E80B5017098950FC58AAD83C8C14978E", await dialogue.SayAsync("XMD5 a"));
    }

    [Fact]
    public async Task FEAT_names_what_is_beyond_RFC_959()
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();

        string[] features = [.. (await dialogue.SayAsync("FEAT")).Split('\n').Select(line => line.Trim())];

        Assert.All(["EPRT", "EPSV", "MDTM", "MLST type*;size*;modify*;perm*;", "MODE Z", "REST STREAM", "SIZE", "TVFS", "UTF8"], feature => Assert.Contains(feature, features));
        Assert.DoesNotContain("AUTH TLS", features);
    }

    [Theory]
    [InlineData("TYPE E", "504")]
    [InlineData("TYPE A N", "200")]
    [InlineData("TYPE A T", "504")]
    [InlineData("TYPE L 8", "200")]
    [InlineData("TYPE", "501")]
    [InlineData("STRU F", "200")]
    [InlineData("STRU R", "504")]
    [InlineData("MODE S", "200")]
    [InlineData("MODE B", "504")]
    [InlineData("OPTS UTF8 ON", "200")]
    [InlineData("OPTS NONSENSE", "501")]
    [InlineData("OPTS MODE Z LEVEL 10", "501")]
    [InlineData("ACCT x", "202")]
    [InlineData("ALLO 100", "202")]
    [InlineData("ALLO 99999999999999", "552")]
    [InlineData("SMNT /", "202")]
    [InlineData("SYST", "215")]
    [InlineData("HELP", "214")]
    [InlineData("HELP RETR", "214")]
    [InlineData("HELP NONSENSE", "501")]
    [InlineData("SITE HELP", "214")]
    [InlineData("SITE EXEC /bin/sh", "504")]
    [InlineData("REST -1", "501")]
    [InlineData("REST 99999999999999999999", "501")]
    [InlineData("noop", "200")]
    [InlineData("RANG 1", "501")]
    [InlineData("MFMT yesterday a", "501")]
    [InlineData("PBSZ 0", "503")]
    [InlineData("PROT P", "503")]
    [InlineData("AUTH TLS", "431")]
    [InlineData("AUTH KERBEROS_V4", "504")]
    [InlineData("CCC", "533")]
    [InlineData("RETR", "501")]
    [InlineData("MIC x", "500")]
    public async Task Each_command_has_its_reply(string command, string code)
    {
        await using FtpDialogue dialogue = await FtpDialogue.LoggedInAsync();

        Assert.StartsWith(code, await dialogue.SayAsync(command), StringComparison.Ordinal);
    }

    static string[] Lines(string text) => text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
