using System.Text;
using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Dissection.Export;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Dissection.Tls;

/// <summary>Puts dialogues and recordings into a pcapng capture, and analyses it.</summary>
sealed class TlsCapture : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly MemoryStream _stream = new();
    readonly PcapNgWriter _writer;
    readonly byte[] _packet = new byte[PlainPacket.MaxLength];
    long _time = 1_800_000_000_000_000_000;

    public TlsCapture(IEnumerable<string>? secrets = null)
    {
        _writer = new PcapNgWriter(_stream);
        _writer.AddInterface(LinkType.Raw);
        if (secrets is not null) _writer.WriteSecrets(0x544C534B, Encoding.ASCII.GetBytes(string.Join('\n', secrets)));
    }

    /// <summary>A connection to a port, with its handshake and its end.</summary>
    public TlsCapture Connect(ushort port, ushort from, params IEnumerable<TlsChunk> chunks) => Connect(port, from, chunks, () => { });

    /// <summary>Whose packets are in the capture; null: of both.</summary>
    public Direction? Side { get; set; }

    /// <summary>The same, and something is done before its end.</summary>
    public TlsCapture Connect(ushort port, ushort from, IEnumerable<TlsChunk> chunks, Action beforeEnd)
    {
        Endpoint client = At("10.0.0.1", from), server = At("10.0.0.2", port);
        uint sent = 1000, received = 5000;
        Write(client, server, sent++, 0, TcpFlags.Syn, []);
        Write(server, client, received++, sent, TcpFlags.Syn | TcpFlags.Ack, []);
        foreach (TlsChunk chunk in chunks)
        {
            foreach (byte[] piece in chunk.Bytes.Chunk(1400))
            {
                if (chunk.From == Direction.FromClient) Write(client, server, sent, received, TcpFlags.Ack | TcpFlags.Psh, piece);
                else Write(server, client, received, sent, TcpFlags.Ack | TcpFlags.Psh, piece);
                if (chunk.From == Direction.FromClient) sent += (uint)piece.Length;
                else received += (uint)piece.Length;
            }
        }
        beforeEnd();
        Write(client, server, sent, received, TcpFlags.Fin | TcpFlags.Ack, []);
        Write(server, client, received, sent + 1, TcpFlags.Fin | TcpFlags.Ack, []);
        Write(client, server, sent + 1, received + 1, TcpFlags.Ack, []);
        return this;
    }

    /// <summary>Lines of a dialogue in clear; each begins with C or S and a blank.</summary>
    public static IEnumerable<TlsChunk> Lines(params IEnumerable<string> lines) =>
        lines.Select(line => new TlsChunk(line[0] == 'C' ? Direction.FromClient : Direction.FromServer, Encoding.Latin1.GetBytes(line[2..] + "\r\n")));

    /// <summary>Secrets, behind all that was written so far.</summary>
    public TlsCapture Secrets(IEnumerable<string> secrets)
    {
        _writer.WriteSecrets(0x544C534B, Encoding.ASCII.GetBytes(string.Join('\n', secrets)));
        return this;
    }

    static Endpoint At(string address, ushort port) => new(IpAddress.TryParse(address, out IpAddress found) ? found : default, port);

    void Write(Endpoint source, Endpoint destination, uint sequence, uint acknowledgment, TcpFlags flags, byte[] payload)
    {
        _time += 1_000_000;
        if (Side is { } side && (source.Port >= 40000) != (side == Direction.FromClient)) return;
        int length = new PlainPacket(source, destination, sequence, acknowledgment, flags).Write(_packet, payload);
        _writer.WritePacket(0, new Timestamp(_time), _packet.AsSpan(0, length));
    }

    /// <summary>The capture as a file.</summary>
    public string File(string name = "capture")
    {
        System.IO.File.WriteAllBytes(_folder.At(name), _stream.ToArray());
        return _folder.At(name);
    }

    /// <summary>A file for a test's own use.</summary>
    public string At(string name) => _folder.At(name);

    /// <summary>Reads the capture, with a key log or without.</summary>
    public RecordList Analyse(IEnumerable<string>? keys = null, AnalysisOptions? options = null) => Analyse(File(), keys, options, out _);

    /// <summary>Reads a capture.</summary>
    public RecordList Analyse(string file, IEnumerable<string>? keys, AnalysisOptions? options, out Analysis analysis)
    {
        options ??= new AnalysisOptions();
        if (keys is not null)
        {
            System.IO.File.WriteAllLines(_folder.At("keys"), keys);
            options = options with { KeyLogs = [_folder.At("keys")] };
        }
        var records = new RecordList();
        using var store = new CaptureStore(options.KeepContent ? SpoolUse.Keep : SpoolUse.None);
        Assert.True(CaptureFile.TryOpen(file, 0, store, out IPacketSource? source, out _));
        analysis = new Analysis(options, records, store);
        using (source) analysis.Read(source, CancellationToken.None);
        analysis.Complete();
        return records;
    }

    public void Dispose()
    {
        _writer.Dispose();
        _folder.Dispose();
    }
}
