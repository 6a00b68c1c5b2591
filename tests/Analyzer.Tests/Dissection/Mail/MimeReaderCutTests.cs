using Analyzer.Dissection.Mail;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class MimeReaderCutTests
{
    static readonly string[] Fragments =
    [
        "Subject: x", "\r\n", "\n", "\r", "\r\n\r\n", "--B", "--C", "--B--", "--", "-", " ", "\t", "Content-Type: multipart/mixed; boundary=B\r\n\r\n",
        "\r\nContent-Type: multipart/digest; boundary=C\r\n\r\n--C\r\n", "Content-Type: message/rfc822\r\n\r\n", "Content-Type: multipart/mixed\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "QUJD", "=", "=3D", "begin 644 x\r\n", "#0V%T\r\n", "`\r\nend\r\n", "From me\r\n", "\0", "\u00E9", "text",
    ];

    public static TheoryData<string> Names => [.. Zoo.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_cut_in_two_anywhere_reads_the_same(string name)
    {
        byte[] message = Zoo.All[name];
        string whole = Reading.Dump(Reading.Of(message));

        for (int cut = 0; cut <= message.Length; cut++) Assert.Equal(whole, Reading.Dump(Reading.InPieces(message, cut)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_read_byte_by_byte_reads_the_same(string name)
    {
        byte[] message = Zoo.All[name];
        int[] cuts = [.. Enumerable.Range(0, message.Length)];

        Assert.Equal(Reading.Dump(Reading.Of(message)), Reading.Dump(Reading.InPieces(message, cuts)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reader_forgets_the_message_before(string name)
    {
        using var reader = new MimeReader();
        foreach (byte[] other in Zoo.All.Values)
        {
            reader.Feed(other);
            reader.Complete();
            reader.Feed(Zoo.All[name]);

            Assert.Equal(Reading.Dump(Reading.Of(Zoo.All[name])), Reading.Dump(reader.Complete()));
        }
    }

    [Fact]
    public void Any_fragments_cut_anywhere_read_the_same()
    {
        Gen<byte[]> messages = Gen.Elements(Fragments).ListOf().Select(parts => System.Text.Encoding.Latin1.GetBytes(string.Concat(parts)));

        Prop.ForAll(messages.ToArbitrary(), ArbMap.Default.ArbFor<PositiveInt>(), (message, step) =>
        {
            int[] cuts = [.. Enumerable.Range(0, message.Length).Where(at => at % (step.Get % 7 + 1) == 0)];
            return Reading.Dump(Reading.Of(message)) == Reading.Dump(Reading.InPieces(message, cuts));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Any_bytes_are_a_message()
    {
        Prop.ForAll<byte[]>(bytes => Reading.Of(bytes).Length == bytes.Length).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Any_gap_leaves_offsets_right()
    {
        foreach (byte[] message in Zoo.All.Values)
        {
            for (int start = 0; start <= message.Length; start++)
            {
                using var reader = new MimeReader();
                reader.Feed(message.AsSpan(0, start));
                reader.Gap(10);
                reader.Feed(message.AsSpan(start));
                MimeMessage read = reader.Complete();

                Assert.Equal(message.Length + 10, read.Length);
                Assert.Equal(10, read.Root.Missing);
                Assert.False(read.Root.IsComplete);
            }
        }
    }
}
