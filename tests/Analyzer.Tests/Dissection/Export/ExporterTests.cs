using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Dissection.Export;

public sealed class ExporterTests : IDisposable
{
    static readonly byte[] s_mail = RecordSamples.Bytes("Subject: hi\r\n\r\nhello\r\n");

    readonly TemporaryFolder _folder = new();
    readonly RecordList _index = [];
    readonly List<string> _told = [];

    [Fact]
    public void A_message_becomes_a_file_of_exactly_its_bytes()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail));

        Assert.Equal("messages/000004-Quarterly_figures.eml", Told<MessageRecord>().File);
        Assert.Equal(s_mail, File.ReadAllBytes(_folder.At("messages/000004-Quarterly_figures.eml")));
    }

    [Fact]
    public void A_message_that_lacks_bytes_says_so_in_its_name()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail) with { Complete = false, Missing = 10 });

        Assert.Equal("messages/000004-Quarterly_figures.incomplete.eml", Told<MessageRecord>().File);
    }

    [Fact]
    public void A_part_of_a_message_says_so_in_its_name()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail) with { Part = "HEADER" });

        Assert.Equal("messages/000004-Quarterly_figures.part.eml", Told<MessageRecord>().File);
    }

    [Fact]
    public void A_message_without_subject_has_a_name()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail) with { Subject = null });

        Assert.Equal("messages/000004-message.eml", Told<MessageRecord>().File);
    }

    [Fact]
    public void A_hostile_subject_stays_inside_the_folder()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail) with { Subject = "../../../../etc/cron.d/x\u202E\0" });

        Assert.Equal(["messages/000004-etc_cron.d_x_.eml"], _folder.Files);
    }

    [Theory]
    [InlineData("RETR", "app.zip", "/pub/app.zip", true, "files/000002-app.zip")]
    [InlineData("RETR", "app.zip", "/pub/app.zip", false, "files/000002-app.incomplete.zip")]
    [InlineData("STOR", null, "/incoming/../run.sh", true, "files/000002-run.sh")]
    [InlineData("STOU", null, null, true, "files/000002-file")]
    [InlineData("RETR", "..", "/..", true, "files/000002-file")]
    [InlineData("LIST", null, "/pub/", true, "files/000002-LIST-pub.txt")]
    [InlineData("NLST", null, null, true, "files/000002-NLST-listing.txt")]
    public void A_transfer_is_named_after_its_path(string command, string? name, string? path, bool isComplete, string expected)
    {
        Export(s_mail, TransferWith(s_mail) with { Command = command, Name = name, Path = path, Complete = isComplete });

        Assert.Equal(expected, Told<TransferRecord>().File);
        Assert.Equal(s_mail, File.ReadAllBytes(_folder.At(expected)));
    }

    [Theory]
    [InlineData(false, "files/000002-app.joined.zip")]
    [InlineData(true, "files/000002-app.joined.doubtful.zip")]
    public void A_whole_in_several_pieces_is_written_beside_its_last_piece(bool isDoubtful, string expected)
    {
        var joined = new JoinedFile([1, 2], s_mail.Length, RecordSamples.HashOf(s_mail), isDoubtful, RecordSamples.ContentOf(s_mail.Length));

        Export(s_mail, TransferWith(s_mail[..5]) with { Joined = joined });

        Assert.Equal(("files/000002-app.zip", expected), (Told<TransferRecord>().File, Told<TransferRecord>().Joined?.File));
        Assert.Equal(s_mail, File.ReadAllBytes(_folder.At(expected)));
    }

    [Fact]
    public void An_empty_file_that_is_whole_is_written()
    {
        Export([], TransferWith([]));

        Assert.Equal(["files/000002-app.zip"], _folder.Files);
    }

    [Fact]
    public void What_was_never_captured_is_not_written()
    {
        Exporter exporter = Export([], TransferWith([]) with { Complete = false });

        Assert.Empty(_folder.Files);
        Assert.Equal((0, 0), (exporter.Written, exporter.Failed));
    }

    [Fact]
    public void A_second_run_into_the_same_directory_leaves_the_first_alone()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail));
        Export(s_mail, RecordSamples.MessageWith(s_mail));

        Assert.Equal(["messages/000004-Quarterly_figures-2.eml", "messages/000004-Quarterly_figures.eml"], _folder.Files);
        Assert.Equal("messages/000004-Quarterly_figures-2.eml", ((MessageRecord)_index[1]).File);
    }

    [Fact]
    public void Bytes_that_have_changed_since_are_not_written()
    {
        Exporter exporter = Export(s_mail, RecordSamples.MessageWith(s_mail) with { Sha256 = RecordSamples.HashOf("else"u8) });

        Assert.Empty(_folder.Files);
        Assert.Null(Told<MessageRecord>().File);
        Assert.Equal((0, 1), (exporter.Written, exporter.Failed));
        Assert.Contains("changed", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_cannot_be_read_any_more_are_not_written()
    {
        Exporter exporter = Export(s_mail[..10], RecordSamples.MessageWith(s_mail));

        Assert.Empty(_folder.Files);
        Assert.Equal(1, exporter.Failed);
    }

    [Fact]
    public void Without_a_hash_nothing_is_compared_but_the_size()
    {
        Export(s_mail, RecordSamples.MessageWith(s_mail) with { Sha256 = null });

        Assert.NotNull(Told<MessageRecord>().File);
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_told_once_and_each_failure_counted()
    {
        File.WriteAllText(_folder.At("messages"), "mine");

        Exporter exporter = Export(s_mail, RecordSamples.MessageWith(s_mail), RecordSamples.MessageWith(s_mail) with { Id = 5 });

        Assert.Equal((0, 2), (exporter.Written, exporter.Failed));
        Assert.Single(_told);
        Assert.All(_index, record => Assert.Null(((MessageRecord)record).File));
    }

    [Fact]
    public void Other_records_pass_unchanged()
    {
        Export([], RecordSamples.Session, RecordSamples.Finding);

        Assert.Equal([RecordSamples.Finding], _index.OfType<FindingRecord>());
        Assert.Single(_index.OfType<SessionRecord>());
    }

    [Fact]
    public void Attachments_get_files_with_the_messages_number_and_their_own()
    {
        byte[] second = "two"u8.ToArray();
        MessageRecord message = RecordSamples.MessageWith(s_mail) with
        {
            Attachments =
            [
                new AttachmentRecord { Name = "..\\a\u202E.txt", ContentType = "text/plain", Size = 3, Sha256 = RecordSamples.HashOf("one"u8) },
                new AttachmentRecord { ContentType = "image/png", Size = second.Length, Sha256 = RecordSamples.HashOf(second) },
            ],
        };

        Export(s_mail, message);

        Assert.Equal(["attachments/000004-01-a_.txt", "attachments/000004-02-attachment"], Told<MessageRecord>().Attachments.Select(file => file.File));
        Assert.Equal("two", File.ReadAllText(_folder.At("attachments/000004-02-attachment")));
    }

    [Fact]
    public void An_attachment_of_a_damaged_message_without_hash_says_so_in_its_name()
    {
        MessageRecord message = RecordSamples.MessageWith(s_mail) with
        {
            Complete = false,
            Attachments = [new AttachmentRecord { Name = "a.txt", ContentType = "text/plain" }],
        };

        Export(s_mail, message);

        Assert.Equal("attachments/000004-01-a.incomplete.txt", Told<MessageRecord>().Attachments[0].File);
    }

    public void Dispose() => _folder.Dispose();

    T Told<T>() => Assert.IsType<T>(Assert.Single(_index));

    Exporter Export(byte[] capture, params Record[] records)
    {
        ExportDirectory directory = ExportDirectory.Open(_folder.Path, out _)!;
        var exporter = new Exporter(directory, new MemoryCapture(capture), _index, new OneTwo(), _told.Add);
        foreach (Record record in records) exporter.OnRecord(record);
        return exporter;
    }

    static TransferRecord TransferWith(byte[] content) => RecordSamples.Transfer with
    {
        Size = content.Length,
        Sha256 = RecordSamples.HashOf(content),
        Entries = null,
        File = null,
        Content = RecordSamples.ContentOf(content.Length),
    };

    /// <summary>Finds "one" and "two" in every message, both open at once.</summary>
    sealed class OneTwo : IAttachmentSource
    {
        public void Extract(MessageRecord message, ContentReader reader, IAttachmentTarget target)
        {
            target.Begin(0);
            target.Begin(1);
            target.Write(1, "tw"u8);
            target.Write(0, "one"u8);
            target.Write(1, Encoding.ASCII.GetBytes("o"));
            target.End(0);
            target.End(1);
            target.Begin(99);
        }
    }
}
