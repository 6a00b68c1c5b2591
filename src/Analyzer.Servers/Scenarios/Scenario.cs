using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios;

/// <summary>A short play between agents and servers that a capture is made of.</summary>
abstract class Scenario
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in a line.</summary>
    public abstract string Shows { get; }

    /// <summary>Whether some of it is encrypted.</summary>
    public virtual bool UsesTls => false;

    /// <summary>Whether the same seed makes the same bytes: encryption has chances of its own.</summary>
    public virtual bool IsRepeatable => true;

    /// <summary>Plays it.</summary>
    public abstract Task PlayAsync(Stage stage);
}
