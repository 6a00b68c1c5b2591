using Analyzer.Dissection.Mail;

namespace Analyzer.Dissection.Sessions;

/// <summary>Keeps readers that have finished a message for the next one: there are far more messages than are open at once.</summary>
sealed class MimeReaders(MimeDigest digest)
{
    /// <summary>The most that wait idle; messages open at once beyond it make readers of their own.</summary>
    const int MaxIdle = 64;

    readonly Stack<MimeReader> _idle = new();

    /// <summary>For the messages of a run, or of one of its threads.</summary>
    public static MimeReaders For(AnalysisOptions options) => new(options.Hash ? MimeDigest.Sha256 : MimeDigest.Size);

    /// <summary>A reader at the start of a message.</summary>
    public MimeReader Rent() => _idle.TryPop(out MimeReader? reader) ? reader : new MimeReader(digest: digest);

    /// <summary>Gives a reader back that has completed its message.</summary>
    public void Return(MimeReader reader)
    {
        if (_idle.Count < MaxIdle) _idle.Push(reader);
        else reader.Dispose();
    }
}
