using System.Buffers.Binary;

namespace Analyzer.Benchmarks.Traffic;

/// <summary>
/// Makes the captures that the figures are measured on, each with its truth: the same profile, size and seed make the same bytes.
/// </summary>
sealed class CaptureMaker
{
    /// <summary>What can be made.</summary>
    public static readonly IReadOnlyList<string> Profiles = ["mail-ftp", "mixed", "chatty", "hostile"];

    const long Start = 1_700_000_000_000_000; // Microseconds.

    readonly World _world;
    readonly string _profile;
    readonly long _size;
    readonly Truth _truth = new();
    readonly PriorityQueue<Running, (long Time, int Number)> _running = new();
    long _written, _floods, _tiny;
    int _begun;

    sealed record Running(IEnumerator<Frame> Frames, Sessions Sessions, Truth Truth, int Number);

    CaptureMaker(string profile, long size, int seed)
    {
        (_profile, _size) = (profile, size);
        _world = new World(seed, Math.Max(4096, size / 32));
    }

    /// <summary>Writes a capture of about this size, and its truth beside it.</summary>
    public static void Make(string profile, long size, int seed, string path)
    {
        var maker = new CaptureMaker(profile, size, seed);
        using (var file = new BufferedStream(File.Create(path), 1 << 20)) maker.Write(file);
        maker._truth.Save(path + ".truth");
    }

    void Write(Stream file)
    {
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 262_144);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        file.Write(header);
        int atOnce = _profile == "chatty" ? 200 : 24;
        for (int i = 0; i < atOnce; i++) Begin(Start + i * 1000);
        while (_running.TryDequeue(out Running? session, out (long Time, int Number) at))
        {
            Frame frame = session.Frames.Current;
            Write(file, at.Time, frame.Bytes);
            if (session.Frames.MoveNext())
            {
                _running.Enqueue(session, (at.Time + session.Frames.Current.Delay, session.Number));
                continue;
            }
            if (!session.Sessions.HasLost) _truth.Add(session.Truth);
            if (_written < _size) Begin(at.Time + _world.Random.Next(100, 5000));
        }
    }

    void Write(Stream file, long time, byte[] frame)
    {
        Span<byte> header = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(time / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(time % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], frame.Length);
        file.Write(header);
        file.Write(frame);
        _written += header.Length + frame.Length;
    }

    void Begin(long time)
    {
        var truth = new Truth();
        (IEnumerable<Frame> frames, Sessions sessions) = _profile switch
        {
            "mixed" => Mixed(truth),
            "chatty" => Over(PathKind.Good, sessions => sessions.Smtp(truth, 1, 500)),
            "hostile" => Hostile(truth),
            _ => Over(PathKind.Good, sessions => MailOrFile(sessions, truth)),
        };
        IEnumerator<Frame> enumerator = frames.GetEnumerator();
        if (enumerator.MoveNext()) _running.Enqueue(new Running(enumerator, sessions, truth, ++_begun), (time, _begun));
    }

    (IEnumerable<Frame>, Sessions) Over(PathKind path, Func<Sessions, IEnumerable<Step>> make)
    {
        var sessions = new Sessions(_world, path);
        return (Step.Play(make(sessions)), sessions);
    }

    IEnumerable<Step> MailOrFile(Sessions sessions, Truth truth) => _world.Random.Next(100) switch
    {
        < 45 => sessions.Smtp(truth, _world.Random.Next(1, 7), null),
        < 62 => sessions.Pop3(truth),
        < 82 => sessions.Imap(truth),
        _ => sessions.Ftp(truth),
    };

    (IEnumerable<Frame>, Sessions) Mixed(Truth truth)
    {
        if (_world.Random.Next(4) == 0) return (Lookup(), new Sessions(_world, PathKind.Good));
        bool isMail = _world.Random.Next(24) == 0;
        return Over(PathKind.Good, sessions => isMail ? MailOrFile(sessions, truth) : sessions.Other());
    }

    IEnumerable<Frame> Lookup()
    {
        (Host client, ushort port) = _world.NextClient();
        var resolver = new Host([2, 0, 0, 3, 0, 0], client.IsV6 ? [0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1] : [10, 3, 0, 1]);
        byte[] question = [0, (byte)_world.Random.Next(256), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, .. "www"u8, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1];
        byte[] answer = [.. question, 0xC0, 12, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, 198, 51, 100, (byte)_world.Random.Next(256)];
        (answer[2], answer[7]) = (0x81, 1);
        yield return new(0, new Way(client, port, resolver, 53).Datagram(question));
        yield return new(5000, new Way(resolver, 53, client, port).Datagram(answer));
    }

    // Of the bytes 70 % are SYNs that nobody answers and 10 % segments of one byte; the rest is mail and files over a bad network.
    (IEnumerable<Frame>, Sessions) Hostile(Truth truth)
    {
        if (_floods <= 0.7 * _written) return (Flood(), new Sessions(_world, PathKind.Good));
        if (_tiny <= 0.1 * _written) return Over(PathKind.Tiny, sessions => Counted(sessions.Smtp(truth, 1, 3000)));
        PathKind path = _world.Random.Next(3) == 0 ? PathKind.Lossy : PathKind.Disordered;
        return Over(path, sessions => MailOrFile(sessions, truth));
    }

    IEnumerable<Step> Counted(IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            _tiny += step.Bytes.Length * (60L + 16);
            yield return step;
        }
    }

    IEnumerable<Frame> Flood()
    {
        for (int i = 0; i < 5000; i++)
        {
            byte[] address = new byte[4];
            _world.Random.NextBytes(address);
            var source = new Host([2, 0, 0, 9, 0, 0], address);
            var target = new Host([2, 0, 0, 2, 0, 0], [10, 2, 0, 1]);
            byte[] frame = new Way(source, (ushort)_world.Random.Next(1024, 65_535), target, 25).Segment((uint)_world.Random.NextInt64(uint.MaxValue), 0, Flags.Syn, []);
            _floods += frame.Length + 16;
            yield return new(3, frame);
        }
    }
}
