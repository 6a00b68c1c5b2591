using System.Globalization;
using System.Security.Cryptography;

namespace Analyzer.Servers.Ftp.Commands;

/// <summary>Hashes of files: HASH and RANG (draft-bryan-ftpext-hash), and the older XMD5, XSHA1, XSHA256, XSHA512.</summary>
static class HashCommands
{
    static readonly (string Name, string Old, HashAlgorithmName Algorithm)[] s_known =
    [
        ("SHA-256", "XSHA256", HashAlgorithmName.SHA256),
        ("SHA-512", "XSHA512", HashAlgorithmName.SHA512),
        ("SHA-1", "XSHA1", HashAlgorithmName.SHA1),
        ("MD5", "XMD5", HashAlgorithmName.MD5),
    ];

    public static FtpCommand[] All { get; } =
    [
        new("HASH", "<file>", HashAsync),
        new("RANG", "<first octet> <last octet>", RangeAsync),
        .. s_known.Select(known => new FtpCommand(known.Old, "<file>", (session, argument) => OldAsync(session, argument, known.Algorithm))),
    ];

    /// <summary>The line of FEAT: what is known, the chosen one with a star.</summary>
    public static string Feature(FtpSession session) => "HASH " + string.Join(';', s_known.Select(known => known.Name == session.State.Hash ? known.Name + "*" : known.Name));

    /// <summary>The old names, for FEAT.</summary>
    public static IEnumerable<string> OldNames => s_known.Select(known => known.Old);

    /// <summary>OPTS HASH: chooses, or tells what is chosen.</summary>
    public static ValueTask ChooseAsync(FtpSession session, string name)
    {
        if (name.Length > 0 && !s_known.Any(known => known.Name == name)) throw new FtpRefusal($"504 {name} is not known here");
        if (name.Length > 0) session.State.Hash = name;
        return session.ReplyAsync($"200 {session.State.Hash}");
    }

    static async ValueTask HashAsync(FtpSession session, string argument)
    {
        FtpPath path = session.State.Folder.To(argument);
        FtpEntry file = FactCommands.File(session, path);
        (long first, long last) = session.State.Range ?? (0, file.Size);
        session.State.Range = null;
        last = Math.Min(last, file.Size);
        string name = session.State.Hash;
        string hash = await ComputeAsync(session, path, Math.Min(first, last), last, s_known.First(known => known.Name == name).Algorithm);
        await session.ReplyAsync($"213 {name} {Math.Min(first, last)}-{last} {hash} {argument}");
    }

    static ValueTask RangeAsync(FtpSession session, string argument)
    {
        string[] words = argument.Split(' ');
        long last = 0;
        bool isRight = words.Length == 2 & long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out last);
        if (!isRight) throw new FtpRefusal("501 RANG takes the first and the last octet");
        // The draft: a start beyond the end takes the range back.
        session.State.Range = first > last ? null : (first, last);
        return session.ReplyAsync(first > last ? "350 No range" : $"350 Range is {first} to {last}");
    }

    static async ValueTask OldAsync(FtpSession session, string argument, HashAlgorithmName algorithm)
    {
        FtpPath path = session.State.Folder.To(argument);
        string hash = await ComputeAsync(session, path, 0, FactCommands.File(session, path).Size, algorithm);
        await session.ReplyAsync($"250 {hash.ToUpperInvariant()}");
    }

    static async ValueTask<string> ComputeAsync(FtpSession session, FtpPath path, long from, long to, HashAlgorithmName algorithm)
    {
        if (to - from > session.Options.Limits.MaxCounted) throw new FtpRefusal("552 Too large to be hashed here");
        await using FileStream file = session.Tree.OpenRead(path);
        file.Seek(from, SeekOrigin.Begin);
        using var hash = IncrementalHash.CreateHash(algorithm);
        byte[] buffer = new byte[64 * 1024];
        for (long left = to - from; left > 0;)
        {
            int read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), session.Stop);
            if (read == 0) break;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
