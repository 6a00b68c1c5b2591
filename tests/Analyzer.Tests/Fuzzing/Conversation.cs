using Analyzer.Tests.Support.Samples;

namespace Analyzer.Tests.Fuzzing;

/// <summary>What happens on a connection.</summary>
enum Act
{
    Open,
    Send,
    Close,
}

/// <summary>One step of a conversation: a connection opens, one of its sides sends bytes, or it closes.</summary>
readonly record struct Step(int Connection, Act Act, bool IsFromClient, byte[] Bytes);

/// <summary>What was said on one or several connections, in the order in which it was said.</summary>
sealed record Conversation(string Name, IReadOnlyList<(SampleEnd Client, SampleEnd Server)> Connections, IReadOnlyList<Step> Steps)
{
    public int Length => Steps.Where(step => step.Act == Act.Send).Sum(step => step.Bytes.Length);

    /// <summary>Each connection has ends of its own and opens once, before anything is sent over it, and nothing is sent when it has closed.</summary>
    public bool IsOrderly
    {
        get
        {
            int ends = Connections.DistinctBy(one => (one.Client.Host.Ip, one.Client.Port, one.Server.Host.Ip, one.Server.Port)).Count();
            if (ends < Connections.Count) return false;
            int[] states = new int[Connections.Count];
            foreach (Step step in Steps)
            {
                ref int state = ref states[step.Connection];
                if (step.Act == Act.Open ? state != 0 : state != 1) return false;
                if (step.Act != Act.Send) state++;
            }
            return true;
        }
    }
}
