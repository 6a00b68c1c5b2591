using Analyzer.Servers.Scenarios.Access;
using Analyzer.Servers.Scenarios.Ftp;
using Analyzer.Servers.Scenarios.Smtp;

namespace Analyzer.Servers.Scenarios;

/// <summary>All scenarios, in the order in which a lecture would show them.</summary>
static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new SmtpLectureScenario(),
        new SmtpTelnetScenario(),
        new AliceToBobScenario(),
        new RelayScenario(),
        new AliasExpansionScenario(),
        new DelayedDeliveryScenario(),
        new BounceScenario(),
        new MimeZooScenario(),
        new Pop3DeleteScenario(),
        new Pop3KeepScenario(),
        new ImapFoldersScenario(),
        new Pop3AndImapScenario(),
        new FtpPassiveScenario(),
        new FtpActiveScenario(),
        new FtpErrorsScenario(),
        new StartTlsScenario(),
        new CompressScenario(),
    ];
}
