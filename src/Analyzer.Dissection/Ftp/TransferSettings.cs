using System.Globalization;
using Analyzer.Dissection.Ftp.Data;

namespace Analyzer.Dissection.Ftp;

/// <summary>How a session will send its next file: what TYPE, STRU, MODE, REST, RANG, ALLO and PROT have set.</summary>
sealed class TransferSettings
{
    string? _representation;
    char _structure = 'F', _mode = 'S';
    long _offset;
    long? _expected;

    /// <summary>PROT P (or S, E) is in force.</summary>
    public bool IsProtected { get; set; }

    /// <summary>The session begins: everything is as RFC 959 section 5.1 has it, ASCII included.</summary>
    public void Begin()
    {
        _representation = "A";
        (_structure, _mode, _offset, _expected) = ('F', 'S', 0, null);
    }

    /// <summary>Nobody knows what was set before.</summary>
    public void Forget() => _representation = null;

    /// <summary>TYPE, STRU or MODE was accepted.</summary>
    public void Set(string command, string argument)
    {
        string text = argument.Trim();
        if (text.Length == 0) return;
        char code = char.ToUpperInvariant(text[0]);
        switch (command)
        {
            case "TYPE":
                _representation = code switch
                {
                    'L' when text.Length > 1 => "L " + text[1..].Trim(),
                    'A' or 'E' or 'I' or 'L' => code.ToString(),
                    _ => _representation,
                };
                break;
            case "STRU" when code is 'F' or 'R' or 'P':
                _structure = code;
                break;
            case "MODE" when code is 'S' or 'B' or 'C' or 'Z':
                _mode = code;
                break;
        }
    }

    /// <summary>REST was accepted. A marker that is no number (block mode) has no place in the file that is known here.</summary>
    public void Restart(string argument)
    {
        if (long.TryParse(argument.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)) _offset = offset;
    }

    /// <summary>RANG was accepted: the first and the last byte that are wanted.</summary>
    public void Range(string argument)
    {
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)) return;
        if (!long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long last)) return;
        if (last < first) (_offset, _expected) = (0, null); // RANG 1 0 takes it back.
        else (_offset, _expected) = (first, last - first + 1);
    }

    /// <summary>ALLO told how large the next upload will be.</summary>
    public void Allocate(string argument)
    {
        string first = argument.Trim().Split(' ')[0];
        if (long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out long size)) _expected = size;
    }

    /// <summary>What holds for a transfer that begins now. What was said of one file only (REST, RANG, ALLO) is used up by it.</summary>
    public TransferParameters Take(string command)
    {
        if (Control.FtpVerb.IsListing(command)) return new TransferParameters(_representation, _structure, _mode, 0, null, IsProtected);
        var parameters = new TransferParameters(_representation, _structure, _mode, _offset, _expected, IsProtected);
        (_offset, _expected) = (0, null);
        return parameters;
    }
}
