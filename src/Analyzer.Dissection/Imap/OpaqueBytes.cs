using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Imap;

/// <summary>What is encrypted: how it is noticed, and passed over.</summary>
internal static class OpaqueBytes
{
    const byte Handshake = 0x16, MajorVersion = 0x03;

    /// <summary>Whether a TLS record with a handshake is next (RFC 8446 section 5.1); no line begins so. Null: it is not; false: more bytes are needed. Not to be asked inside DEFLATE, which lies above TLS (RFC 4978 section 3).</summary>
    public static bool? IsTls(in StreamCursor cursor)
    {
        ReadOnlySpan<byte> next = cursor.Unread;
        if (next.IsEmpty || next[0] != Handshake) return null;
        if (next.Length > 1) return next[1] == MajorVersion ? true : null;
        return cursor.HasEnded || cursor.IsCutByGap ? null : false;
    }

    /// <summary>Passes over all that is there; false when nothing is.</summary>
    public static bool Skip(ref StreamCursor cursor)
    {
        if (cursor.IsAtGap)
        {
            cursor.TakeGap();
            return true;
        }
        if (cursor.Unread.IsEmpty) return false;
        cursor.Skip(cursor.Unread.Length);
        return true;
    }
}
