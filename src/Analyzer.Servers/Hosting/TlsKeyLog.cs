namespace Analyzer.Servers.Hosting;

/// <summary>The file of TLS session keys by which captures of the servers can be opened (the format that browsers write).</summary>
public static class TlsKeyLog
{
    /// <summary>The runtime itself writes the keys of every TLS connection of this process to the file. To be called before the first one.</summary>
    public static void Start(string path)
    {
        AppContext.SetSwitch("System.Net.EnableSslKeyLogging", true);
        Environment.SetEnvironmentVariable("SSLKEYLOGFILE", path);
    }
}
