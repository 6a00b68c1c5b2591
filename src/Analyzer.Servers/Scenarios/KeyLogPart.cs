using System.Text;
using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Scenarios;

/// <summary>What the runtime adds to the TLS key log while a scenario plays. One at a time: the log is the whole process's.</summary>
sealed class KeyLogPart : IDisposable
{
    static readonly Lock s_turn = new();
    static readonly Lazy<string> s_path = new(Start);
    readonly long _start;

    KeyLogPart(long start) => _start = start;

    /// <summary>From now on.</summary>
    public static KeyLogPart Begin()
    {
        s_turn.Enter();
        string path = s_path.Value;
        return new KeyLogPart(File.Exists(path) ? new FileInfo(path).Length : 0);
    }

    /// <summary>The lines so far.</summary>
    public string Read()
    {
        using var file = new FileStream(s_path.Value, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_start, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.ASCII);
        return reader.ReadToEnd();
    }

    public void Dispose() => s_turn.Exit();

    static string Start()
    {
        string path = Path.Combine(Path.GetTempPath(), $"analyzer-keys-{Environment.ProcessId}.log");
        TlsKeyLog.Start(path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    }
}
