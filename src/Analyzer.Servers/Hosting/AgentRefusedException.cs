namespace Analyzer.Servers.Hosting;

/// <summary>The server refused a command, or said what cannot be understood, and the agent cannot go on with it.</summary>
public sealed class AgentRefusedException(string command, string reply) : Exception($"{command}: {reply}")
{
    /// <summary>What was asked, without secrets.</summary>
    public string Command { get; } = command;

    /// <summary>What the server said.</summary>
    public string Reply { get; } = reply;
}
