namespace Analyzer.Servers.Hosting;

/// <summary>A connection's feature by which its dialogue tells the host that the client has spoken: silent ones make room for others first.</summary>
sealed class ConnectionWatch
{
    volatile bool _hasSpoken;

    public bool HasSpoken => _hasSpoken;

    public void Spoke() => _hasSpoken = true;
}
