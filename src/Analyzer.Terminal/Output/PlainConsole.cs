using Spectre.Console;

namespace Analyzer.Terminal.Output;

/// <summary>Makes the console of the table library write where we say, and nothing but text and colour.</summary>
static class PlainConsole
{
    public static IAnsiConsole On(TextWriter writer, StandardStreams streams)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = streams.UsesColour ? AnsiSupport.Yes : AnsiSupport.No,
            // The sixteen colours are the user's own palette.
            ColorSystem = streams.UsesColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = streams.Width;
        console.Profile.Capabilities.Links = false;
        return console;
    }
}
