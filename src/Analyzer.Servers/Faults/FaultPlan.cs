namespace Analyzer.Servers.Faults;

/// <summary>What servers are to do wrong on purpose.</summary>
public sealed class FaultPlan
{
    readonly IReadOnlyDictionary<string, Fault> _byPoint;

    /// <summary>The fault to commit at each point.</summary>
    public FaultPlan(IReadOnlyDictionary<string, Fault> byPoint) => _byPoint = byPoint;

    /// <summary>No fault anywhere.</summary>
    public static FaultPlan None { get; } = new(new Dictionary<string, Fault>());

    /// <summary>The fault to commit at a point such as "smtp.rcpt" or "ftp.pasv"; null: none.</summary>
    public Fault? At(string point) => _byPoint.GetValueOrDefault(point);
}
