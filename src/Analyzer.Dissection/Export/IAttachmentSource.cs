using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>Takes the files inside a message apart: the seam between the export and the reading of MIME.</summary>
public interface IAttachmentSource
{
    /// <summary>
    /// Gives the decoded bytes of <paramref name="message"/>'s attachments to <paramref name="target"/>. Must not throw for anything
    /// that is in a message.
    /// </summary>
    /// <param name="message">What was found.</param>
    /// <param name="reader">To read its content with, as often as it takes.</param>
    /// <param name="target">Gets the files.</param>
    void Extract(MessageRecord message, ContentReader reader, IAttachmentTarget target);
}

/// <summary>Takes the decoded bytes of attachments. Several may be open at once: a message in a message, and the files in that.</summary>
public interface IAttachmentTarget
{
    /// <summary>An attachment begins.</summary>
    /// <param name="index">Its place in <see cref="MessageRecord.Attachments"/>, from 0.</param>
    void Begin(int index);

    /// <summary>Its next bytes.</summary>
    void Write(int index, ReadOnlySpan<byte> bytes);

    /// <summary>No more bytes of it.</summary>
    void End(int index);
}

/// <summary>Takes a content's bytes and gaps in order.</summary>
public interface IContentTarget
{
    /// <summary>The next bytes.</summary>
    void Bytes(ReadOnlySpan<byte> bytes);

    /// <summary>So many bytes are not in the capture.</summary>
    void Gap(long missing);

    /// <summary>It wants no more.</summary>
    bool IsFull => false;
}
