namespace Analyzer.Capture;

/// <summary>One end of a TCP connection.</summary>
public readonly record struct Endpoint(IpAddress Address, ushort Port)
{
    /// <summary><c>192.0.2.1:25</c> or <c>[2001:db8::1]:25</c>.</summary>
    public override string ToString() => Address.IsV6 ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}
