namespace Analyzer.Servers.Ftp;

/// <summary>What was asked for is not done; the reply says why.</summary>
sealed class FtpRefusal(string reply) : Exception(reply)
{
    /// <summary>Code and text, such as <c>550 /a: no such file</c>.</summary>
    public string Reply => Message;
}
