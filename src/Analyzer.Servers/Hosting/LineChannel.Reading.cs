using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Analyzer.Servers.Hosting;

public sealed partial class LineChannel
{
    /// <summary>The next line without its end, as UTF-8, or as Latin-1 when it is not that; null: the peer has finished.</summary>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancel)
    {
        if (await ReadLineBytesAsync(cancel) is not { } line) return null;
        try
        {
            return s_strict.GetString(line);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(line);
        }
    }

    /// <summary>
    /// The next line without CRLF (or LF: people type at servers with programs that send no CR); null: the peer has finished, perhaps within a line.
    /// </summary>
    public async ValueTask<byte[]?> ReadLineBytesAsync(CancellationToken cancel)
    {
        TimeSpan patience = _self == DialogueSide.Server && !_hasHeardALine ? _limits.FirstLineTime : _limits.IdleTime;
        var deadline = new Deadline(_clock, patience);
        while (true)
        {
            ReadResult result = await ReadAsync(deadline.Left, cancel);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (buffer.Slice(0, Math.Min(buffer.Length, _limits.MaxLine + 2L)).PositionOf((byte)'\n') is { } end) return Take(buffer, end);
            if (buffer.Length > _limits.MaxLine) await DiscardLineAsync(buffer, deadline, cancel);
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    byte[] Take(ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        byte[] line = buffer.Slice(0, end).ToArray();
        SequencePosition next = buffer.GetPosition(1, end);
        long length = line.Length + 1;
        _input.AdvanceTo(next);
        _speaksBareLf = line is not [.., (byte)'\r'];
        if (!_speaksBareLf) line = line[..^1];
        _log.Write(Name, Peer, _received, line);
        _received += length;
        if (!_hasHeardALine) _connection.Features.Get<ConnectionWatch>()?.Spoke();
        _hasHeardALine = true;
        return line;
    }

    async ValueTask DiscardLineAsync(ReadOnlySequence<byte> buffer, Deadline deadline, CancellationToken cancel)
    {
        for (long discarded = 0; ;)
        {
            SequencePosition? end = buffer.PositionOf((byte)'\n');
            long length = end is { } found ? buffer.Slice(0, found).Length + 1 : buffer.Length;
            _input.AdvanceTo(buffer.GetPosition(length));
            discarded += length;
            _received += length;
            if (end is not null) throw new ChannelException(ChannelFailure.LineTooLong);
            if (discarded > _limits.MaxDiscarded) break;
            ReadResult result = await ReadAsync(deadline.Left, cancel);
            if (result.IsCompleted && result.Buffer.IsEmpty) break;
            buffer = result.Buffer;
        }
        throw new ChannelException(ChannelFailure.Broken, new InvalidDataException("a line without an end"));
    }

    /// <summary>Exactly so many bytes, handed on in pieces that are valid during the call.</summary>
    public async ValueTask ReadBlockAsync(long length, Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var deadline = new Deadline(_clock, _limits.IdleTime, _limits.MinRate);
        long start = _received;
        for (long left = length; left > 0;)
        {
            ReadResult result = await ReadAsync(deadline.LeftAfter(_received - start), cancel);
            ReadOnlySequence<byte> piece = result.Buffer.Slice(0, Math.Min(left, result.Buffer.Length));
            foreach (ReadOnlyMemory<byte> memory in piece) await sink(memory);
            left -= piece.Length;
            _received += piece.Length;
            _input.AdvanceTo(piece.End);
            if (left > 0 && result.IsCompleted) throw new ChannelException(ChannelFailure.Broken);
        }
        _log.Write(Name, Peer, start, Encoding.UTF8.GetBytes($"({length:N0} bytes)"));
    }

    /// <summary>
    /// A text up to CRLF.CRLF, without that dot's line and with leading dots undone, handed on in pieces that are valid during the call. The sink must
    /// count: the text may be endless. Returns how many bytes of text there were.
    /// </summary>
    public async ValueTask<long> ReadDotTextAsync(Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var deadline = new Deadline(_clock, _limits.IdleTime, _limits.MinRate);
        var dots = new DotUnstuffer(_speaksBareLf);
        long start = _received;
        long text = 0;
        while (!dots.HasEnded)
        {
            ReadResult result = await ReadAsync(deadline.LeftAfter(_received - start), cancel);
            if (result.Buffer.IsEmpty && result.IsCompleted) throw new ChannelException(ChannelFailure.Broken);
            ReadOnlyMemory<byte> piece = result.Buffer.First;
            byte[] plain = ArrayPool<byte>.Shared.Rent((2 * piece.Length) + 1);
            (int read, int written) = dots.Read(piece.Span, plain);
            await sink(plain.AsMemory(0, written));
            ArrayPool<byte>.Shared.Return(plain);
            text += written;
            _received += read;
            _input.AdvanceTo(result.Buffer.GetPosition(read));
        }
        _log.Write(Name, Peer, start, Encoding.UTF8.GetBytes($"({text:N0} bytes of text)"));
        _log.Write(Name, Peer, _received - 3, "."u8);
        return text;
    }

    async ValueTask<ReadResult> ReadAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (_input.TryRead(out ReadResult ready) && IsNews(ready)) return ready;
        if (patience <= TimeSpan.Zero) throw new ChannelException(ChannelFailure.TooSlow);
        using var late = new CancellationTokenSource(patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await _input.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new ChannelException(ChannelFailure.TooSlow);
        }
        catch (Exception broken) when (IsBroken(broken, cancel))
        {
            throw new ChannelException(ChannelFailure.Broken, broken);
        }
    }

    bool IsNews(ReadResult result)
    {
        if (!result.Buffer.IsEmpty || result.IsCompleted) return true;
        _input.AdvanceTo(result.Buffer.Start);
        return false;
    }

    readonly struct Deadline(TimeProvider clock, TimeSpan patience, int bytesPerSecond = 0)
    {
        readonly long _start = clock.GetTimestamp();

        public TimeSpan Left => patience - clock.GetElapsedTime(_start);

        public TimeSpan LeftAfter(long bytes) => Left + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
    }
}
