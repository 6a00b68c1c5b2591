using System.Buffers;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.Drawing;

/// <summary>How many colours a terminal has, as far as that is known.</summary>
enum ColourDepth
{
    /// <summary>None, or the user wants none: bold, underline and reverse alone.</summary>
    None,

    /// <summary>The palette of the user, who has made it readable, on light and dark backgrounds alike.</summary>
    Sixteen,

    /// <summary>The cube of 256 too.</summary>
    Cube,
}

/// <summary>Gives roles their looks. Nothing depends on colour alone: letters, signs and emphasis say the same.</summary>
sealed class Theme(ColourDepth depth)
{
    /// <summary>The background is light: yellow and bright colours cannot be read there.</summary>
    public bool IsLight { get; set; }

    /// <summary>Writes the sequence that switches to a style, from any other.</summary>
    public void Write(Style style, IBufferWriter<byte> target)
    {
        target.Write("\u001b[0"u8);
        if ((style.Emphasis & Emphasis.Bold) != 0 || IsBold(style.Role)) target.Write(";1"u8);
        if ((style.Emphasis & Emphasis.Underline) != 0 || IsUnderlined(style.Role)) target.Write(";4"u8);
        if ((style.Emphasis & Emphasis.Reverse) != 0) target.Write(";7"u8);
        // On the cursor's row, grey on a colour or a colour on grey cannot be read everywhere.
        else if (depth != ColourDepth.None) target.Write(Colour(style.Role));
        target.Write("m"u8);
    }

    static bool IsBold(Role role) => role is Role.Title or Role.Key or Role.Error or Role.Phase or Role.Marked;

    bool IsUnderlined(Role role) => role == Role.Heading || depth == ColourDepth.None && role is Role.Link or Role.Gap;

    ReadOnlySpan<byte> Colour(Role role) => !IsLight ? OnDark(role) : depth == ColourDepth.Cube ? OnLight(role) : OnLightOfSixteen(role);

    static ReadOnlySpan<byte> OnLight(Role role) => role switch
    {
        Role.Dim => ";38;5;242"u8,
        Role.Key or Role.Link => ";38;5;24"u8,
        Role.Client => ";38;5;25"u8,
        Role.Server => ";38;5;94"u8,
        Role.Ok => ";38;5;22"u8,
        Role.Warn or Role.Secret => ";38;5;130"u8,
        Role.Error or Role.Gap => ";38;5;160"u8,
        Role.Phase or Role.Marked or Role.Code => ";38;5;90"u8,
        _ => default,
    };

    static ReadOnlySpan<byte> OnLightOfSixteen(Role role) => role switch
    {
        Role.Dim => ";90"u8,
        Role.Key or Role.Link or Role.Client => ";34"u8,
        Role.Server or Role.Phase or Role.Marked or Role.Code => ";35"u8,
        Role.Ok => ";32"u8,
        Role.Warn or Role.Secret or Role.Error or Role.Gap => ";31"u8,
        _ => default,
    };

    ReadOnlySpan<byte> OnDark(Role role) => role switch
    {
        Role.Dim => depth == ColourDepth.Cube ? ";38;5;245"u8 : ";90"u8,
        Role.Key or Role.Link => ";36"u8,
        Role.Client => depth == ColourDepth.Cube ? ";38;5;33"u8 : ";34"u8,
        Role.Server => ";33"u8,
        Role.Phase => ";35"u8,
        Role.Ok => ";32"u8,
        Role.Warn or Role.Secret => ";33"u8,
        Role.Error or Role.Gap => ";31"u8,
        Role.Marked => ";35"u8,
        Role.Code => ";35"u8,
        _ => default,
    };
}
