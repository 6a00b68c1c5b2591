using Analyzer.Terminal.Tui.Drawing;
using Analyzer.Terminal.Tui.Input;
using Analyzer.Terminal.Tui.Models;

namespace Analyzer.Terminal.Tui.App;

/// <summary>One view of the program, or an overlay over one.</summary>
abstract class Screen(TuiApp app)
{
    /// <summary>What the screen can ask of the program.</summary>
    protected TuiApp App => app;

    /// <summary>Its place in the breadcrumb.</summary>
    public abstract string Title { get; }

    /// <summary>It is drawn over the screen below it and gets all keys first: a field or a dialog.</summary>
    public virtual bool IsOverlay => false;

    /// <summary>What can be done here, in the order of the key bar and the help.</summary>
    public abstract IReadOnlyList<Command> Commands { get; }

    /// <summary>What the second line says at its right end.</summary>
    public virtual TextLine Status => TextLine.Empty;

    /// <summary>Where the hardware cursor belongs, set while drawing: in a field that is written in; null: nowhere.</summary>
    public (int X, int Y)? Cursor { get; protected set; }

    /// <summary>What the user is at, where no cursor blinks: those who are read to are led there. Null: nothing in particular.</summary>
    public virtual (int X, int Y)? Focus => null;

    /// <summary>Draws it: the body between the bars, or for an overlay the whole screen.</summary>
    public abstract void Draw(Canvas canvas);

    /// <summary>Takes input that is no command.</summary>
    public virtual bool Handle(InputEvent input) => false;

    /// <summary>There may be more data than before. Called before each frame.</summary>
    public virtual void Refresh()
    {
    }
}
