using Analyzer.Dissection.Mail;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Export;

/// <summary>Takes messages apart by MIME: reads the message once for the places of its files, and once more to decode these.</summary>
public sealed class MimeAttachmentSource : IAttachmentSource
{
    /// <inheritdoc/>
    public void Extract(MessageRecord message, ContentReader reader, IAttachmentTarget target)
    {
        using var mime = new MimeReader(digest: MimeDigest.Size);
        if (!reader.TryCopy(message.Content, new Structure(mime))) return;
        var sweep = new AttachmentSweep([.. mime.Complete().Attachments], target);
        // What is not ended is not kept: a file whose rest cannot be read is none.
        if (reader.TryCopy(message.Content, sweep)) sweep.End();
    }

    sealed class Structure(MimeReader mime) : IContentTarget
    {
        public void Bytes(ReadOnlySpan<byte> bytes) => mime.Feed(bytes);

        public void Gap(long missing) => mime.Gap(missing);
    }
}
