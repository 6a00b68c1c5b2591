using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Imap.Agent;
using Analyzer.Servers.Pop3.Agent;
using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;
using Analyzer.Servers.Smtp.Agent;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>All four protocols begin in clear text and go on encrypted; the capture has the keys.</summary>
sealed class StartTlsScenario : Scenario
{
    public override string Name => "starttls";

    public override string Shows => "SMTP, POP3, IMAP and FTP, each with its command to encrypt; the keys to open them are in the capture and in the key log beside it.";

    public override bool UsesTls => true;

    public override bool IsRepeatable => false;

    public override async Task PlayAsync(Stage stage)
    {
        await MailboxContents.FillAsync(stage, Cast.Hamburger, "bob@hamburger.edu");
        await MailSites.StartSmtpAsync(stage, Cast.Hamburger, new SmtpHabits { OffersTls = true });
        await MailSites.StartPop3Async(stage, Cast.Hamburger, offersTls: true);
        await MailSites.StartImapAsync(stage, Cast.Hamburger, offersTls: true);
        await FileSite.StartAsync(stage, offersTls: true);
        await SmtpAsync(stage);
        await Pop3Async(stage);
        await ImapAsync(stage);
        await FtpAsync(stage);
    }

    static async Task SmtpAsync(Stage stage)
    {
        Letter letter = stage.Letters.Write("Carol <carol@hamburger.edu>", "Bob <bob@hamburger.edu>", "Behind closed doors", "Nobody on the way reads this, unless somebody gives the keys away.");
        stage.Know(letter.Fact);
        await using SmtpAgent agent = await SmtpAgent.ConnectAsync(stage.Host(Cast.Desk), stage.Place(Cast.Hamburger, MailSites.Submission), MailSites.AgentOf(stage, Cast.Desk), CancellationToken.None);
        await agent.StartTlsAsync(CancellationToken.None);
        await agent.LogInAsync("carol@hamburger.edu", "pickles", "PLAIN", CancellationToken.None);
        await agent.SendAsync(MailSites.Envelope("carol@hamburger.edu", "bob@hamburger.edu"), letter.Bytes, null, CancellationToken.None);
        await agent.QuitAsync(CancellationToken.None);
    }

    static async Task Pop3Async(Stage stage)
    {
        await using Pop3Agent bob = await Pop3Agent.ConnectAsync(stage.Host(Cast.Desk), stage.Place(Cast.Hamburger, MailSites.Pop3), MailSites.FetchingAgentOf(stage, Cast.Desk), CancellationToken.None);
        await bob.CapabilitiesAsync(CancellationToken.None);
        await bob.StartTlsAsync(CancellationToken.None);
        await bob.LogInAsync("bob", "hungry", null, CancellationToken.None);
        await bob.RetrieveAsync(1, Stream.Null, CancellationToken.None);
        await bob.QuitAsync(CancellationToken.None);
    }

    static async Task ImapAsync(Stage stage)
    {
        await using ImapAgent phone = await ImapAgent.ConnectAsync(stage.Host(Cast.Phone), stage.Place(Cast.Hamburger, MailSites.Imap), MailSites.FetchingAgentOf(stage, Cast.Phone), CancellationToken.None);
        await phone.StartTlsAsync(CancellationToken.None);
        await phone.LogInAsync("bob", "hungry", null, CancellationToken.None);
        await phone.SelectAsync("INBOX", isReadOnly: true, CancellationToken.None);
        foreach (ImapMessage message in await phone.MessagesAsync(CancellationToken.None)) await phone.FetchAsync(message.Uid, "", Stream.Null, CancellationToken.None);
        await phone.LogoutAsync(CancellationToken.None);
    }

    static async Task FtpAsync(Stage stage)
    {
        await using FtpAgent bob = await FileSite.ConnectAsync(stage, FtpDataWay.ExtendedPassive);
        await bob.StartTlsAsync(CancellationToken.None);
        await bob.LogInAsync("bob@hamburger.edu", "hungry", CancellationToken.None);
        await bob.ProtectDataAsync(CancellationToken.None);
        await bob.SetTypeAsync(isText: false, CancellationToken.None);
        stage.Book.Encrypted.Enqueue(await bob.ListAsync("LIST", CancellationToken.None));
        await FileSite.RetrieveAsync(bob, "pictures/crepe.png");
        stage.Book.Encrypted.Enqueue(Picture.Crepe());
        await bob.QuitAsync(CancellationToken.None);
    }
}
