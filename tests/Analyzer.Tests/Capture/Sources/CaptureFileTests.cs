using System.Diagnostics;
using System.Text;
using Analyzer.Capture.Sources;

namespace Analyzer.Tests.Capture.Sources;

public sealed class CaptureFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly CaptureStore _store = new(SpoolUse.None);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    string ReasonOf(string path)
    {
        Assert.False(CaptureFile.TryOpen(path, 0, _store, out IPacketSource? source, out CaptureOpenFailure? failure));
        Assert.Null(source);
        Assert.Equal(path, failure.File);
        return failure.Text;
    }

    [Fact]
    public void What_is_not_there_is_told() => Assert.Equal("There is no such file.", ReasonOf(_folder["none.pcap"]));

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Assert.Equal("There is no such directory.", ReasonOf(Path.Combine(_folder["none"], "a.pcap")));

    [Fact]
    public void A_directory_is_told() => Assert.Equal("It is a directory.", ReasonOf(_folder.FullName));

    [Fact]
    public void An_empty_file_is_told() => Assert.Equal("It is empty.", ReasonOf(_folder.Write("empty.pcap", [])));

    [Fact]
    public void A_name_that_none_can_have_is_told()
    {
        Assert.Equal("No name was given.", ReasonOf(""));
        Assert.StartsWith("It cannot be opened: ", ReasonOf("a\0b"), StringComparison.Ordinal);
        Assert.StartsWith("It cannot be opened: ", ReasonOf(_folder[new string('x', 5000)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "The privileged may read everything.");
        string path = _folder.Write("a.pcap", SampleCaptures.Of("pcap").Bytes);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);

        Assert.Equal("It may not be read: permission denied.", ReasonOf(path));
    }

    [Theory]
    [InlineData("504B0304", "It starts with 50 4B 03 04: a zip archive; decompress it first.")]
    [InlineData("377ABCAF271C", "It starts with 37 7A BC AF 27 1C: a 7z archive; decompress it first.")]
    [InlineData("28B52FFD", "It starts with 28 B5 2F FD: Zstandard data; decompress it first.")]
    [InlineData("FD377A585A00", "It starts with FD 37 7A 58 5A 00: xz data; decompress it first.")]
    [InlineData("425A6839", "It starts with 42 5A 68: bzip2 data; decompress it first.")]
    [InlineData("04224D18", "It starts with 04 22 4D 18: lz4 data; decompress it first.")]
    [InlineData("7F454C46", "It starts with 7F 45 4C 46: an ELF program, not a capture.")]
    [InlineData("255044462D", "It starts with 25 50 44 46: a PDF document, not a capture.")]
    [InlineData("89504E470D0A1A0A", "It starts with 89 50 4E 47 0D 0A 1A 0A: a PNG image, not a capture.")]
    [InlineData("FFD8FFE0", "It starts with FF D8 FF: a JPEG image, not a capture.")]
    [InlineData("474D4255", "It starts with 47 4D 42 55: a capture of Network Monitor 2; convert it to pcap or pcapng first.")]
    [InlineData("01104C00", "It starts with 01 10 4C 00: a capture of LANalyzer; convert it to pcap or pcapng first.")]
    [InlineData("58435000", "It starts with 58 43 50 00: a capture of the Windows Sniffer; convert it to pcap or pcapng first.")]
    [InlineData("00000000", "It starts with nothing but zeros, not with a capture.")]
    [InlineData("12F3", "It starts with 12 F3, as no capture format that is read here does.")]
    [InlineData("12F304050607", "It starts with 12 F3 04 05, as no capture format that is read here does.")]
    [InlineData("A1B2C3D40002", "It ends after 6 bytes, inside the file header: there are no packets in it.")]
    public void What_the_bytes_are_instead_is_told(string hex, string expected)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.Equal(expected, ReasonOf(_folder.Write("misnamed.pcap", bytes)));
        Assert.Equal(expected, ReadPacket.FailureOf(bytes));
    }

    [Theory]
    [InlineData("Dear all,\r\n\tplease find attached\r\n", "It is text, not a capture.")]
    [InlineData("Grüße\n", "It is text, not a capture.")]
    [InlineData("<!DOCTYPE html><html>", "It is an HTML page, not a capture: what was downloaded may be the page about it.")]
    [InlineData("\n <HTML lang=de>", "It is an HTML page, not a capture: what was downloaded may be the page about it.")]
    [InlineData("CLIENT_RANDOM 0011 2233\n", "It is a TLS key log, not a capture.")]
    public void Text_is_told(string text, string expected) =>
        Assert.Equal(expected, ReasonOf(_folder.Write("a.pcap", Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_tar_archive_is_told()
    {
        byte[] tar = new byte[1024];
        "capture.pcap"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));

        Assert.Equal("It is a tar archive, not a capture: unpack it first.", ReasonOf(_folder.Write("a.pcap", tar)));
    }

    [Theory]
    [MemberData(nameof(SampleCaptures.Names), MemberType = typeof(SampleCaptures))]
    public void A_capture_is_known_by_its_bytes_under_any_name(string format)
    {
        (byte[] bytes, _, (int Offset, int Packets)[] ends) = SampleCaptures.Of(format);
        Assert.True(CaptureFile.TryOpen(_folder.Write("notes.txt", bytes), 7, _store, out IPacketSource? source, out _));
        using (source)
        {
            Assert.Equal(format, source.Description.Format);
            Assert.Equal(_folder["notes.txt"], source.Description.File);
            Assert.Equal(bytes.Length, source.Length);
            List<ReadPacket> packets = ReadPacket.AllOf(source);

            Assert.Equal(ends[^1].Packets, packets.Count);
            Assert.All(packets, packet => Assert.Equal(7, packet.Extent.Capture));
            Assert.Equal(bytes.Length, source.Position);
        }
    }

    [Fact]
    public void The_position_moves_packet_by_packet()
    {
        (byte[] bytes, int headerLength, (int Offset, int Packets)[] ends) = SampleCaptures.Of("pcap");
        Assert.True(CaptureFile.TryOpen(_folder.Write("a.pcap", bytes), 0, _store, out IPacketSource? source, out _));
        using (source)
        {
            Assert.Equal(headerLength, source.Position);
            Assert.True(source.TryRead(out _));
            Assert.Equal(ends[1].Offset, source.Position);
        }
    }

    [Fact]
    public void The_position_in_compressed_data_counts_what_is_compressed()
    {
        byte[] bytes = CaptureBytes.Gzip(SampleCaptures.Of("pcapng").Bytes);
        Assert.True(CaptureFile.TryOpen(_folder.Write("a.gz", bytes), 0, _store, out IPacketSource? source, out _));
        using (source)
        {
            ReadPacket.AllOf(source);

            Assert.Equal(bytes.Length, source.Length);
            Assert.Equal(bytes.Length, source.Position);
        }
    }

    [Fact]
    public void A_stream_has_no_length_and_is_closed_with_the_source()
    {
        DribblingStream stream = new(SampleCaptures.Of("pcap").Bytes, 100);
        Assert.True(CaptureFile.TryOpen(stream, "the wire", 0, out IPacketSource? source, out _));

        Assert.Equal(-1, source.Length);
        source.Dispose();
        Assert.True(stream.IsClosed);
    }

    [Fact]
    public void A_stream_that_is_no_capture_is_closed()
    {
        DribblingStream stream = new([1, 2, 3], 100);

        Assert.False(CaptureFile.TryOpen(stream, "the wire", 0, out _, out CaptureOpenFailure? failure));
        Assert.Equal("the wire", failure.File);
        Assert.True(stream.IsClosed);
    }

    [Fact]
    public void A_stream_that_fails_at_once_is_told()
    {
        DribblingStream stream = new([], 100, new IOException("the line is dead"));

        Assert.False(CaptureFile.TryOpen(stream, "the wire", 0, out _, out CaptureOpenFailure? failure));
        Assert.Equal("The stream cannot be read on: the line is dead", failure.Text);
    }

    [Fact]
    public async Task A_packet_in_a_pipe_is_delivered_before_the_next_one_comes()
    {
        (byte[] bytes, int headerLength, (int Offset, int Packets)[] ends) = SampleCaptures.Of("pcap");
        using System.IO.Pipes.AnonymousPipeServerStream writer = new();
        System.IO.Pipes.AnonymousPipeClientStream reader = new(System.IO.Pipes.PipeDirection.In, writer.ClientSafePipeHandle);
        writer.Write(bytes, 0, headerLength);
        Assert.True(CaptureFile.TryOpen(reader, "pipe", 0, out IPacketSource? source, out _));
        using (source)
        {
            for (int i = 1; i < ends.Length; i++)
            {
                writer.Write(bytes, ends[i - 1].Offset, ends[i].Offset - ends[i - 1].Offset);
                Task<bool> read = Task.Run(() => source.TryRead(out _), TestContext.Current.CancellationToken);
                Assert.True(await read.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            }
            writer.Dispose();
            Assert.False(source.TryRead(out _));
            Assert.Null(source.Description.Damage);
        }
    }

    [Fact]
    public void A_named_pipe_is_read_as_a_stream()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are files on Unix only.");
        byte[] bytes = CaptureBytes.Gzip(SampleCaptures.Of("pcapng").Bytes);
        string pipe = _folder["pipe"];
        using (Process make = Process.Start("mkfifo", pipe)) make.WaitForExit();
        Thread writer = new(() => File.WriteAllBytes(pipe, bytes));
        writer.Start();

        Assert.True(CaptureFile.TryOpen(pipe, 0, _store, out IPacketSource? source, out CaptureOpenFailure? failure), failure?.Text);
        using (source)
        {
            Assert.Equal(-1, source.Length);
            Assert.Equal(3, ReadPacket.AllOf(source).Count);
        }
        writer.Join();
    }
}
