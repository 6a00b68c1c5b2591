using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios;

/// <summary>A short play between agents and servers that a capture is made of.</summary>
abstract class Scenario
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in a line.</summary>
    public abstract string Shows { get; }

    /// <summary>Whether some of it is encrypted: then its bytes are new each time.</summary>
    public virtual bool UsesTls => false;

    /// <summary>Plays it.</summary>
    public abstract Task PlayAsync(Stage stage);
}
