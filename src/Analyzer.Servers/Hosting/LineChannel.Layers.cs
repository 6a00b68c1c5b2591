using System.IO.Compression;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;

namespace Analyzer.Servers.Hosting;

public sealed partial class LineChannel
{
    SslStream? _tls;
    Stream? _inflating;
    Stream? _deflating;

    /// <summary>The TLS layer, for its version and cipher; null: plain text.</summary>
    public SslStream? Tls => _tls;

    /// <summary>Whether both directions are compressed.</summary>
    public bool IsDeflated => _deflating is not null;

    /// <summary>
    /// Sends <paramref name="goAhead"/> (null: nothing, for TLS from the first byte) and becomes the server's end of TLS. What the client sent too early
    /// is thrown away: it was said in clear text and must not be taken for something said under protection (command injection).
    /// </summary>
    public async ValueTask StartTlsAsServerAsync(string? goAhead, ServerCertificate certificate, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (goAhead is not null)
        {
            DropInput();
            WriteLine(goAhead);
            await FlushAsync(cancel);
        }
        var options = new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context };
        await StartTlsAsync(tls => tls.AuthenticateAsServerAsync(options, cancel), cancel);
    }

    /// <summary>
    /// Becomes the client's end of TLS; <paramref name="check"/> judges the certificate (null: the system's judgement). What the server said after its
    /// go-ahead is thrown away (response injection).
    /// </summary>
    public async ValueTask StartTlsAsClientAsync(string host, RemoteCertificateValidationCallback? check, CancellationToken cancel)
    {
        DropInput();
        bool isTrusted = true;
        RemoteCertificateValidationCallback judge = check ?? ((_, _, _, errors) => errors == SslPolicyErrors.None);
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => isTrusted = judge(sender, certificate, chain, errors) };
        try
        {
            await StartTlsAsync(tls => tls.AuthenticateAsClientAsync(options, cancel), cancel);
        }
        catch (ChannelException) when (!isTrusted)
        {
            throw new ChannelException(ChannelFailure.TlsFailed, new InvalidDataException("the server's certificate is not trusted"));
        }
    }

    async ValueTask StartTlsAsync(Func<SslStream, Task> agree, CancellationToken cancel)
    {
        var tls = new SslStream(new DuplexPipeStream(_input, _output), leaveInnerStreamOpen: true);
        try
        {
            await agree(tls).WaitAsync(_limits.FirstLineTime, _clock, cancel);
        }
        catch (Exception failed) when (failed is AuthenticationException or TimeoutException or NotSupportedException || IsBroken(failed, cancel))
        {
            await tls.DisposeAsync();
            throw new ChannelException(ChannelFailure.TlsFailed, failed);
        }
        _tls = tls;
        _input = PipeReader.Create(_tls, new StreamPipeReaderOptions(leaveOpen: true));
        _output = PipeWriter.Create(_tls, new StreamPipeWriterOptions(leaveOpen: true));
        Note($"{_tls.SslProtocol} with {_tls.NegotiatedCipherSuite} from here on");
    }

    /// <summary>Compresses from here on in both directions (RFC 4978: raw deflate, flushed with each <see cref="FlushAsync"/>).</summary>
    public void StartDeflate()
    {
        _inflating = new DeflateStream(_input.AsStream(leaveOpen: true), CompressionMode.Decompress, leaveOpen: true);
        _deflating = new DeflateStream(_output.AsStream(leaveOpen: true), CompressionLevel.Fastest, leaveOpen: true);
        _input = PipeReader.Create(_inflating, new StreamPipeReaderOptions(leaveOpen: true));
        _output = PipeWriter.Create(_deflating, new StreamPipeWriterOptions(leaveOpen: true));
        Note("compressed from here on");
    }

    void DropInput()
    {
        if (!_input.TryRead(out ReadResult waiting)) return;
        if (!waiting.Buffer.IsEmpty) Note($"dropped {waiting.Buffer.Length:N0} bytes that came before TLS");
        _received += waiting.Buffer.Length;
        _input.AdvanceTo(waiting.Buffer.End);
    }

    async ValueTask EndLayersAsync()
    {
        using var late = new CancellationTokenSource(_limits.StopTime, _clock);
        await _output.FlushAsync(late.Token);
        if (_deflating is not null) await _deflating.DisposeAsync();
        if (_inflating is not null) await _inflating.DisposeAsync();
        if (_tls is null) return;
        if (_tls.IsAuthenticated) await _tls.ShutdownAsync();
        await _tls.DisposeAsync();
    }
}
