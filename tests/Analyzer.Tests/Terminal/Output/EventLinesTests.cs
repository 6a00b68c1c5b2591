using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Output;
using Analyzer.Tests.Support;
using FoundRecord = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Terminal.Output;

public sealed class EventLinesTests
{
    [Fact]
    public void A_finding_is_a_line()
    {
        var finding = new FindingRecord { Severity = Severity.Warning, Code = "gap", Text = "bytes are missing", Session = 7 };

        Assert.Equal("                     #7 warning gap: bytes are missing", EventLines.Of(finding));
    }

    [Fact]
    public void A_login_is_a_line_without_its_password()
    {
        var login = new CredentialRecord { Session = 3, Protocol = "pop3", Mechanism = "USER/PASS", User = "alice", Secret = "hush", Accepted = true, Time = new(1_700_000_000_123_456_789) };

        Assert.Equal("22:13:20.123 pop3    #3 login   USER/PASS alice, accepted", EventLines.Of(login));
    }

    [Fact]
    public void Captured_text_cannot_drive_the_terminal()
    {
        var login = new CredentialRecord { Session = 3, Protocol = "pop3", Mechanism = "PLAIN", User = "\x1b[2Jalice\r\nbob", Time = Analyzer.Capture.Timestamp.Unknown };

        Assert.Equal(@"             pop3    #3 login   PLAIN \x1b[2Jalice\r\nbob, no answer seen", EventLines.Of(login));
    }

    [Fact]
    public void Dialogue_and_streams_make_no_lines()
    {
        FoundRecord[] silent = [RecordSamples.Exchange, RecordSamples.Stream, RecordSamples.Capture];

        Assert.All(silent, record => Assert.Null(EventLines.Of(record)));
    }
}
