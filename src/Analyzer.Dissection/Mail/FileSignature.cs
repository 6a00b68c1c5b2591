using System.Collections.Immutable;
using System.Text;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// What a file really is, by its first bytes: to be set against the type or name under which it was sent.
/// </summary>
/// <param name="Name">For people.</param>
/// <param name="MediaType">The media type, registered or customary.</param>
/// <param name="IsExecutable">Whether a system runs or installs such a file when it is opened.</param>
public sealed record FileSignature(string Name, string MediaType, bool IsExecutable = false)
{
    static readonly ImmutableArray<(byte[] Magic, int Offset, FileSignature Signature)> Table =
    [
        ("MZ"u8.ToArray(), 0, new("Windows program", "application/vnd.microsoft.portable-executable", true)),
        ("\u007FELF"u8.ToArray(), 0, new("ELF program", "application/x-elf", true)),
        ([0xCF, 0xFA, 0xED, 0xFE], 0, new("Mach-O program", "application/x-mach-binary", true)),
        ([0xCE, 0xFA, 0xED, 0xFE], 0, new("Mach-O program", "application/x-mach-binary", true)),
        ([0xCA, 0xFE, 0xBA, 0xBE], 0, new("Java class or Mach-O program", "application/java-vm", true)),
        ([0x4C, 0, 0, 0, 1, 0x14, 2, 0], 0, new("Windows shortcut", "application/x-ms-shortcut", true)),
        ("#!"u8.ToArray(), 0, new("script", "text/x-shellscript", true)),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0, new("OLE compound file", "application/x-ole-storage")),
        ("PK\u0003\u0004"u8.ToArray(), 0, new("ZIP archive", "application/zip")),
        ("PK\u0005\u0006"u8.ToArray(), 0, new("empty ZIP archive", "application/zip")),
        ([0x1F, 0x8B], 0, new("gzip data", "application/gzip")),
        ("BZh"u8.ToArray(), 0, new("bzip2 data", "application/x-bzip2")),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], 0, new("xz data", "application/x-xz")),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, new("Zstandard data", "application/zstd")),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], 0, new("7z archive", "application/x-7z-compressed")),
        ("Rar!\u001A\u0007"u8.ToArray(), 0, new("RAR archive", "application/vnd.rar")),
        ("MSCF"u8.ToArray(), 0, new("cabinet archive", "application/vnd.ms-cab-compressed")),
        ("%PDF-"u8.ToArray(), 0, new("PDF document", "application/pdf")),
        ("%!PS"u8.ToArray(), 0, new("PostScript document", "application/postscript")),
        ("{\\rtf"u8.ToArray(), 0, new("RTF document", "application/rtf")),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], 0, new("PNG image", "image/png")),
        ([0xFF, 0xD8, 0xFF], 0, new("JPEG image", "image/jpeg")),
        ("GIF8"u8.ToArray(), 0, new("GIF image", "image/gif")),
        ([(byte)'I', (byte)'I', 0x2A, 0], 0, new("TIFF image", "image/tiff")),
        ([(byte)'M', (byte)'M', 0, 0x2A], 0, new("TIFF image", "image/tiff")),
        ("WEBP"u8.ToArray(), 8, new("WebP image", "image/webp")),
        ("WAVE"u8.ToArray(), 8, new("WAVE sound", "audio/vnd.wave")),
        ("AVI "u8.ToArray(), 8, new("AVI film", "video/vnd.avi")),
        ("OggS"u8.ToArray(), 0, new("Ogg sound or film", "application/ogg")),
        ("ID3"u8.ToArray(), 0, new("MP3 sound", "audio/mpeg")),
        ("ftyp"u8.ToArray(), 4, new("MP4 or kindred media", "video/mp4")),
        ([0x78, 0x9F, 0x3E, 0x22], 0, new("TNEF (winmail.dat)", "application/ms-tnef")),
        ("SQLite format 3\0"u8.ToArray(), 0, new("SQLite database", "application/vnd.sqlite3")),
        ("-----BEGIN PGP "u8.ToArray(), 0, new("PGP armour", "application/pgp-encrypted")),
    ];

    static readonly ImmutableArray<(string Text, FileSignature Signature)> TextTable =
    [
        ("<!doctype html", new("HTML", "text/html")),
        ("<html", new("HTML", "text/html")),
        ("<script", new("HTML script", "text/html")),
        ("<?xml", new("XML", "text/xml")),
        ("<svg", new("SVG image", "image/svg+xml")),
    ];

    /// <summary>The kind of file that begins so; null when none is known. 16 bytes are enough for each kind.</summary>
    public static FileSignature? Detect(ReadOnlySpan<byte> first)
    {
        foreach ((byte[] magic, int offset, FileSignature signature) in Table)
        {
            if (first.Length >= offset && first[offset..].StartsWith(magic)) return signature;
        }

        if (first.StartsWith("\uFEFF"u8)) first = first[3..];
        first = first.TrimStart(" \t\r\n"u8);
        foreach ((string text, FileSignature signature) in TextTable)
        {
            if (first.Length >= text.Length && Ascii.EqualsIgnoreCase(first[..text.Length], text)) return signature;
        }

        return null;
    }
}
