using System.Buffers;
using System.Text;

namespace Analyzer.Terminal.Tui.Input;

/// <summary>
/// Turns the bytes that a terminal sends into keys, mouse and pasted text, however reads have cut them. Replies of the terminal and
/// unknown sequences are swallowed: they never become text.
/// </summary>
sealed class InputDecoder(Action<InputEvent> tell)
{
    /// <summary>The longest control sequence: real ones have some tens of bytes. What is longer is dropped.</summary>
    const int MaxSequence = 4096;

    /// <summary>The most characters of one paste that are taken.</summary>
    const int MaxPaste = 64 * 1024;

    const byte Escape = 0x1B;

    enum State
    {
        Ground,
        Escape,
        Csi,

        /// <summary>The letter behind <c>ESC [ [</c>, of the Linux console.</summary>
        Console,
        Ss3,

        /// <summary>Operating system commands, device control strings and the like, until their terminator.</summary>
        String,
        StringEscape,
        Paste,
    }

    static readonly SearchValues<char> s_parameters = SearchValues.Create("0123456789;");

    static readonly byte[] s_pasteEnd = "\u001b[201~"u8.ToArray();

    readonly List<byte> _sequence = [];
    readonly List<byte> _text = [];
    State _state;
    bool _isAlt;

    /// <summary>An ESC came, and only time can tell whether it is the key or the beginning of a sequence.</summary>
    public bool IsWaiting => _state == State.Escape;

    /// <summary>Nothing came after an ESC for a while: it was the key.</summary>
    public void TimeOut()
    {
        if (!IsWaiting) return;
        Reset();
        Tell(KeyCode.Escape);
    }

    /// <summary>The next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) Feed(value);
    }

    void Feed(byte value)
    {
        switch (_state)
        {
            case State.Ground: Ground(value); break;
            case State.Escape: AfterEscape(value); break;
            case State.Csi: Csi(value); break;
            case State.Console: Console(value); break;
            case State.Ss3: Ss3(value); break;
            case State.String: InString(value); break;
            case State.StringEscape: _state = value == '\\' ? State.Ground : State.String; break;
            default: Paste(value); break;
        }
    }

    void Reset() => (_state, _isAlt) = (State.Ground, false);

    void Ground(byte value)
    {
        if (_text.Count > 0 || value >= 0x80) Utf8(value);
        else Plain(value, KeyModifiers.None);
    }

    void Plain(byte value, KeyModifiers modifiers)
    {
        switch (value)
        {
            case Escape: _state = State.Escape; break;
            case (byte)'\r': Tell(KeyCode.Enter, modifiers); break;
            case (byte)'\n': Tell(Key.Of('j', modifiers | KeyModifiers.Control)); break;
            case (byte)'\t': Tell(KeyCode.Tab, modifiers); break;
            case 0x7F or 0x08: Tell(KeyCode.Backspace, modifiers); break;
            case 0: Tell(Key.Of(' ', modifiers | KeyModifiers.Control)); break;
            case < 0x20: Tell(Key.Of((char)(value | (value < 0x1B ? 0x60 : 0x40)), modifiers | KeyModifiers.Control)); break;
            default: Tell(Key.Of((char)value, modifiers)); break;
        }
    }

    void Utf8(byte value)
    {
        _text.Add(value);
        Span<byte> bytes = [.. _text];
        OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int used);
        if (status == OperationStatus.NeedMoreData) return;
        _text.Clear();
        if (status == OperationStatus.Done) Tell(new Key(KeyCode.Character, rune, KeyModifiers.None));
        // What followed ill-formed bytes is read anew.
        else if (used < bytes.Length) Feed(bytes[used..]);
    }

    void AfterEscape(byte value)
    {
        switch (value)
        {
            case (byte)'[': Begin(State.Csi); break;
            case (byte)'O': Begin(State.Ss3); break;
            case (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_': Begin(State.String); break;
            // Some terminals send Alt with an arrow as ESC ESC [ A.
            case Escape when !_isAlt: _isAlt = true; break;
            case Escape: Tell(KeyCode.Escape); break;
            case >= 0x80:
                Reset();
                Ground(value);
                break;
            default:
                Reset();
                Plain(value, KeyModifiers.Alt);
                break;
        }
    }

    void Begin(State state)
    {
        _state = state;
        _sequence.Clear();
    }

    void Csi(byte value)
    {
        if (value == '[' && _sequence.Count == 0)
        {
            _state = State.Console;
            return;
        }
        if (value is >= 0x20 and < 0x40)
        {
            if (_sequence.Count < MaxSequence) _sequence.Add(value);
            else Reset();
            return;
        }
        bool isAlt = _isAlt;
        Reset();
        if (value == Escape) _state = State.Escape;
        else if (value is >= 0x40 and <= 0x7E) EndCsi((char)value, isAlt);
    }

    void EndCsi(char final, bool isAlt)
    {
        string text = Encoding.ASCII.GetString([.. _sequence]);
        if (text.StartsWith('<') && final is 'M' or 'm')
        {
            Mouse(text[1..].Split(';'), final == 'M');
            return;
        }
        // Replies to questions have a private marker or an intermediate byte.
        if (text.AsSpan().ContainsAnyExcept(s_parameters)) return;
        string[] numbers = text.Split(';');
        int first = Number(numbers, 0);
        KeyModifiers modifiers = ModifiersOf(Number(numbers, 1)) | (isAlt ? KeyModifiers.Alt : 0);
        if (final == '~' && first == 200)
        {
            Begin(State.Paste);
            return;
        }
        KeyCode? code = final == '~' ? KeySequences.OfNumber(first) : numbers.Length <= 2 ? KeySequences.OfLetter(final) : null;
        // A report of the cursor's place ends in R too, and has two numbers of its own.
        if (final == 'R' && first > 1) return;
        if (final == 'Z') modifiers |= KeyModifiers.Shift;
        if (code is { } key) Tell(key, modifiers);
    }

    static int Number(string[] numbers, int index) =>
        index < numbers.Length && int.TryParse(numbers[index], System.Globalization.CultureInfo.InvariantCulture, out int number) ? number : 0;

    static KeyModifiers ModifiersOf(int parameter) => parameter is >= 2 and <= 8 ? (KeyModifiers)(parameter - 1) : KeyModifiers.None;

    void Mouse(string[] numbers, bool isDown)
    {
        if (numbers.Length != 3) return;
        int button = Number(numbers, 0), x = Number(numbers, 1) - 1, y = Number(numbers, 2) - 1;
        if (x < 0 || y < 0) return;
        MouseAction? action = (button & ~0x1C) switch
        {
            64 => MouseAction.WheelUp,
            65 => MouseAction.WheelDown,
            0 => isDown ? MouseAction.Press : MouseAction.Release,
            32 => MouseAction.Drag,
            _ => null,
        };
        if (action is { } known) tell(new MouseInput(known, x, y));
    }

    void Console(byte value)
    {
        Reset();
        if (value is >= (byte)'A' and <= (byte)'E') Tell(KeyCode.F1 + (value - 'A'));
    }

    void Ss3(byte value)
    {
        bool isAlt = _isAlt;
        Reset();
        if (KeySequences.OfLetter((char)value) is { } code) Tell(code, isAlt ? KeyModifiers.Alt : KeyModifiers.None);
        else if (value is >= (byte)'j' and <= (byte)'y') Tell(Key.Of((char)(value - 0x40)));
    }

    void InString(byte value)
    {
        if (value == Escape) _state = State.StringEscape;
        else if (value is 0x07 or 0x18 || _sequence.Count == MaxSequence) Reset();
        else _sequence.Add(value);
    }

    void Paste(byte value)
    {
        _sequence.Add(value);
        int length = _sequence.Count;
        bool isOver = value == '~' && length >= s_pasteEnd.Length && _sequence.TakeLast(s_pasteEnd.Length).SequenceEqual(s_pasteEnd);
        if (isOver)
        {
            string text = Encoding.UTF8.GetString([.. _sequence[..^s_pasteEnd.Length]]);
            _sequence.Clear();
            Reset();
            tell(new PasteInput(text));
        }
        // What is too much is left out from the middle; the end must be seen.
        else if (length > MaxPaste + s_pasteEnd.Length) _sequence.RemoveAt(MaxPaste);
    }

    void Tell(KeyCode code, KeyModifiers modifiers = KeyModifiers.None) => Tell(Key.Of(code, modifiers));

    void Tell(Key key) => tell(new KeyInput(key));
}
