using Analyzer.Terminal.Tui.Input;

namespace Analyzer.Terminal.Tui.App;

/// <summary>
/// Something that the user can do. The keys, the key bar, the help and the command line are all made from these.
/// </summary>
/// <param name="Name">As it is typed after <c>:</c>; lower case, one word.</param>
/// <param name="Keys">The keys that do it, with blanks between them (see <see cref="Key.Parse"/>); may be empty.</param>
/// <param name="Help">What it does, as a sentence without its full stop.</param>
/// <param name="Run">Does it. Gets what was typed behind the name; empty when a key was pressed.</param>
sealed record Command(string Name, string Keys, string Help, Action<string> Run)
{
    readonly Key[] _keys = [.. Keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Key.Parse)];

    /// <summary>A command without an argument.</summary>
    public Command(string name, string keys, string help, Action run)
        : this(name, keys, help, _ => run())
    {
    }

    /// <summary>The word in the key bar; null: it is not there.</summary>
    public string? Label { get; init; }

    /// <summary>What may be typed behind the name, for the help; null: nothing.</summary>
    public string? Argument { get; init; }

    /// <summary>Whether this key does it.</summary>
    public bool IsOf(Key key) => Array.IndexOf(_keys, key) >= 0;

    /// <summary>The key that is shown first.</summary>
    public string FirstKey { get; } = Keys.Split(' ')[0];
}
