using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>Takes the files inside a message apart: the seam between the export and the reading of MIME.</summary>
public interface IAttachmentSource
{
    /// <summary>
    /// Gives the decoded bytes of each of <paramref name="message"/>'s attachments to <paramref name="target"/>, in the order of
    /// <see cref="MessageRecord.Attachments"/>. <paramref name="content"/> stands at the message's first byte. Must not throw for
    /// anything that is in a message.
    /// </summary>
    void Extract(MessageRecord message, ContentReader content, IAttachmentTarget target);
}

/// <summary>Takes the decoded bytes of attachments, one attachment after the other.</summary>
public interface IAttachmentTarget
{
    /// <summary>An attachment begins.</summary>
    /// <param name="index">Its place in <see cref="MessageRecord.Attachments"/>, from 0.</param>
    void Begin(int index);

    /// <summary>Its next bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>No more bytes of it.</summary>
    void End();
}
