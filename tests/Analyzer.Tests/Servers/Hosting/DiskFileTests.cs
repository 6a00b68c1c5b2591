using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording.Timing;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Servers.Hosting;

public sealed class DiskFileTests : IDisposable
{
    static readonly FileStreamOptions s_options = new() { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
    static readonly byte[] s_bytes = [.. Enumerable.Range(0, 100_000).Select(number => (byte)number)];
    readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task What_is_written_is_read_again_on_any_thread() => await Task.Run(WriteAndReadAsync, TestContext.Current.CancellationToken);

    [Fact]
    public void A_recording_reads_and_writes_without_leaving_its_thread()
    {
        var pump = new Pump(DateTimeOffset.UnixEpoch);

        pump.Run(WriteAndReadAsync);

        Assert.Equal(0, pump.Returns);
    }

    async Task WriteAndReadAsync()
    {
        CancellationToken cancel = CancellationToken.None;
        await using FileStream file = DiskFile.Open(Path.Combine(_folder.Path, "file"), s_options);
        await file.WriteAsync(s_bytes.AsMemory(0, 50_000), cancel);
        await new MemoryStream(s_bytes, 50_000, 50_000).CopyToAsync(file, cancel);
        await file.FlushAsync(cancel);
        file.Position = 0;
        byte[] read = new byte[s_bytes.Length];
        await file.ReadExactlyAsync(read, cancel);

        Assert.Equal(s_bytes, read);
    }

    public void Dispose() => _folder.Dispose();
}
