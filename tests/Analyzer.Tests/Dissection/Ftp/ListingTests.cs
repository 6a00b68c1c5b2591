using Analyzer.Dissection.Ftp.Listings;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Ftp;

public sealed class ListingTests
{
    static string Entry(string line) => ListingParser.TryParse(line, out ListingEntry? entry) ? Written(entry) : "none";

    static string Written(ListingEntry entry) => $"{entry.Name}|{entry.Kind}|{entry.Size}|{entry.Modified}|{entry.Mode}|{entry.Owner}";

    [Theory]
    [InlineData("-rw-r--r--    1 1000     100          1828 Nov 02 12:34 readme.txt", "readme.txt|file|1828|Nov 02 12:34|-rw-r--r--|1000")]
    [InlineData("drwxr-xr-x  2 ann users 4096 Jan  1  2020 two words ", "two words |directory|4096|Jan  1  2020|drwxr-xr-x|ann")]
    [InlineData("lrwxrwxrwx 1 root root 7 Feb 29 00:00 link -> target", "link|link|7|Feb 29 00:00|lrwxrwxrwx|root")]
    [InlineData("-rw-r--r--+ 1 ann 12 Mar 3 1999  led by a blank", " led by a blank|file|12|Mar 3 1999|-rw-r--r--+|ann")]
    [InlineData("-rw------- 1 ann users 5 2024-05-06 07:08 iso", "iso|file|5|2024-05-06 07:08|-rw-------|ann")]
    [InlineData("-rw-r--r-- 1 ann users 5 6 mai 07:08 deutsch", "deutsch|file|5|6 mai 07:08|-rw-r--r--|ann")]
    [InlineData("crw-rw---- 1 root tty 4, 64 May  6 07:08 ttyS0", "ttyS0|device||May  6 07:08|crw-rw----|root")]
    [InlineData("-rwxr-xr-x 1 Domain Users 99 May  6 07:08 x", "x|file|99|May  6 07:08|-rwxr-xr-x|Domain")]
    [InlineData("d [R----F--] supervisor 512 Jan 16 18:53 login", "login|directory|512|Jan 16 18:53|d|[R----F--]")]
    [InlineData("-rw-r--r-- 1 ann users 18446744073709551616 May  6 07:08 huge", "huge|file||May  6 07:08|-rw-r--r--|ann")]
    public void Unix_lines_are_read(string line, string expected) => Assert.Equal(expected, Entry(line));

    [Theory]
    [InlineData("01-16-02  11:14AM       <DIR>          Program Files", "Program Files|directory||01-16-02  11:14AM||")]
    [InlineData("2024-05-06  07:08                12,345 a b.txt", "a b.txt|file|12345|2024-05-06  07:08||")]
    [InlineData("04-27-00  09:09PM                  99 x", "x|file|99|04-27-00  09:09PM||")]
    public void DOS_lines_are_read(string line, string expected) => Assert.Equal(expected, Entry(line));

    [Theory]
    [InlineData("+i8388621.29609,m824255902,/,\tdev", "dev|directory||824255902||")]
    [InlineData("+i8388621.44468,m839956783,r,s10376,up644,\tRFCEPLF", "RFCEPLF|file|10376|839956783|644|")]
    public void EPLF_lines_are_read(string line, string expected) => Assert.Equal(expected, Entry(line));

    [Theory]
    [InlineData("type=file;size=5;modify=20240506070809;UNIX.mode=0644;UNIX.owner=ann; a b;c.txt", "a b;c.txt|file|5|20240506070809|0644|ann")]
    [InlineData("Type=dir;Perm=flcdmpe;UNIX.uid=7; sub", "sub|directory|||flcdmpe|7")]
    [InlineData("Type=OS.unix=slink:/target;Size=1; link", "link|link|1|||")]
    [InlineData("type=cdir; /home", "/home|cdir||||")]
    [InlineData(" no facts", "no facts|||||")]
    public void Machine_lines_are_read(string line, string expected)
    {
        Assert.True(ListingParser.TryParseFacts(line, out ListingEntry? entry));
        Assert.Equal(expected, Written(entry));
    }

    [Theory]
    [InlineData("")]
    [InlineData("total 24")]
    [InlineData("-rw-r--r--")]
    [InlineData("-rw-r--r-- 1 ann users 5 May  6 07:08")]
    [InlineData("hello, this is no listing")]
    [InlineData("+no tab")]
    [InlineData("01-16-02 something else")]
    public void Other_lines_are_not(string line) => Assert.Equal("none", Entry(line));

    [Fact]
    public void Sections_of_a_recursive_listing_name_their_directory()
    {
        var reader = new ListingReader("LIST");
        foreach (string line in (string[])[".:", "total 2", "-rw-r--r-- 1 a a 1 May  6 07:08 top", "", "./sub:", "-rw-r--r-- 1 a a 1 May  6 07:08 below"]) reader.Add(line);

        Assert.Equal(["top", "./sub/below"], reader.Entries.Select(entry => entry.Name));
        Assert.Equal(0, reader.Unknown);
    }

    [Fact]
    public void A_listing_has_its_entries()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("LIST -la /pub").S("150 Here")
            .PassiveFile("d", 5001, "total 1\r\n-rw-r--r-- 1 a a 1 May  6 07:08 x\r\nwhat is this?\r\n-rw-r--r-- 1 a a 2 May  6 07:08 y").S("226 Done").Play();

        Assert.Equal(["x", "y"], found.Transfer.Entries!.Select(entry => entry.Name));
        Assert.Equal("/pub", found.Transfer.Path);
        Assert.Contains("listing-lines-unknown", found.Codes);
    }

    [Fact]
    public void Lines_that_a_gap_has_cut_are_no_entries()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("NLST").S("150 Here").Passive("d", 5001)
            .Down("d", "first\r\nsec").Lose("d", false, 20).Down("d", "ird\r\nfourth\r\n").End("d").S("226 Done").Play();

        Assert.Equal(["first", "fourth"], found.Transfer.Entries!.Select(entry => entry.Name));
        Assert.False(found.Transfer.Complete);
    }

    [Fact]
    public void Names_alone_are_entries()
    {
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("NLST").S("150 Here").PassiveFile("d", 5001, "a b\r\nsub\r\n").S("226 Done").Play();

        Assert.Equal([("a b", null), ("sub", null)], found.Transfer.Entries!.Select(entry => (entry.Name, entry.Kind)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_long_listing_is_cut_and_a_long_line_left_out(bool isPipe)
    {
        string listing = string.Concat(Enumerable.Range(0, 21_000).Select(i => $"file{i}\r\n")) + new string('x', 10_000) + "\r\n";
        FtpFindings found = FtpScript.LoggedIn().C("PASV").S("227 (10,0,0,2,19,137)").C("NLST").S("150 Here").PassiveFile("d", 5001, listing).S("226 Done").Play(new FtpPlay { Cut = 1400, IsPipe = isPipe });

        Assert.Equal(20_000, found.Transfer.Entries!.Count);
        Assert.Contains("listing-limit", found.Codes);
        Assert.True(found.Transfer.Complete);
    }

    [Fact]
    public void A_compressed_listing_is_read()
    {
        using var target = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(target, System.IO.Compression.CompressionLevel.Fastest)) zlib.Write("a\r\nb\r\n"u8);
        FtpFindings found = FtpScript.LoggedIn().C("MODE Z").S("200 ok").C("PASV").S("227 (10,0,0,2,19,137)").C("NLST").S("150 Here")
            .PassiveFile("d", 5001, System.Text.Encoding.Latin1.GetString(target.ToArray())).S("226 Done").Play();

        Assert.Equal(["a", "b"], found.Transfer.Entries!.Select(entry => entry.Name));
    }
}
