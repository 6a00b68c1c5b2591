using Analyzer.Capture;
using Analyzer.Dissection.Dialogues;

namespace Analyzer.Dissection.Imap;

/// <summary>Takes the bytes of a literal (or of a quoted string in its place), and is told what is missing.</summary>
internal interface ILiteralSink : IByteSink
{
    /// <summary>So many bytes are not in the capture.</summary>
    void Gap(long missing);

    /// <summary>No more will come. <paramref name="isWhole"/>: as many came (or are known to be missing) as were announced.</summary>
    void End(bool isWhole);
}

/// <summary>Understands one kind of command or response as its tokens come, line by line and literal by literal.</summary>
internal interface IImapReader
{
    /// <summary>The next token.</summary>
    void OnToken(in ImapToken token);

    /// <summary>
    /// A literal is next; <paramref name="time"/> is that of the line that announces it. Returns who takes its bytes if they are message data. Null: it is text, which comes as a token of its own.
    /// After message data an empty literal token follows.
    /// </summary>
    ILiteralSink? OnLiteral(in LiteralHeader header, Timestamp time);
}
