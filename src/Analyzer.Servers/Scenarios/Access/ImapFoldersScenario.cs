using Analyzer.Servers.Scenarios.Letters;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios.Access;

/// <summary>Folders, flags and messages stay on the server: the second client finds what the first one arranged. By hand: the lecture's commands with message numbers, several at once, and a message in pieces, which no agent asks for.</summary>
sealed class ImapFoldersScenario : Scenario
{
    public override string Name => "imap-folders";

    public override string Shows => "At his desk Bob reads headers and one part, searches, makes folders and sorts; on his telephone he finds all that, renames, deletes and fetches a message in pieces.";

    public override async Task PlayAsync(Stage stage)
    {
        await MailboxContents.FillAsync(stage, Cast.Hamburger, "bob@hamburger.edu");
        await MailboxContents.PutAsync(stage, Cast.Hamburger, "bob@hamburger.edu", Zoo.Letters(stage.Letters).ElementAt(4));
        await MailSites.StartImapAsync(stage, Cast.Hamburger);
        await AtTheDeskAsync(stage);
        await stage.PauseAsync(TimeSpan.FromHours(1));
        await OnTheTelephoneAsync(stage);
    }

    static async Task AtTheDeskAsync(Stage stage)
    {
        await using ImapHand desk = await ImapHand.ConnectAsync(stage, Cast.Desk, Cast.Hamburger);
        await desk.AskAsync("LOGIN bob@hamburger.edu hungry");
        await desk.AskAsync("LIST \"\" \"*\"");
        await desk.AskAsync("SELECT INBOX");
        await desk.AskAsync("FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[HEADER])");
        await stage.ThinkAsync();
        await desk.AskAsync("SEARCH FROM \"alice\" SUBJECT \"batter\"");
        await desk.AskAsync("FETCH 1 (FLAGS BODY[])");
        await desk.AskAsync("FETCH 3 BODYSTRUCTURE");
        await desk.AskAsync("FETCH 3 BODY.PEEK[2]");
        await stage.ThinkAsync();
        await desk.AskAsync("CREATE Kitchen");
        await desk.AskAsync("CREATE Kitchen/Recipes");
        await desk.AskAsync("COPY 3 Kitchen");
        await desk.AskAsync("MOVE 1 Kitchen/Recipes");
        await desk.AskAsync("STORE 1 +FLAGS (\\Flagged)");
        Letter draft = stage.Letters.Write("Bob <bob@hamburger.edu>", "Carol <carol@hamburger.edu>", "Re: Where is the big pan?", "In my kitchen, I am afraid.");
        stage.Know(draft.Fact);
        await desk.AskAsync("CREATE Drafts");
        await desk.AppendAsync("Drafts", "\\Draft", draft.Bytes);
        await desk.AskAsync("LOGOUT");
    }

    static async Task OnTheTelephoneAsync(Stage stage)
    {
        await using ImapHand phone = await ImapHand.ConnectAsync(stage, Cast.Phone, Cast.Hamburger);
        await phone.AskAsync("LOGIN bob@hamburger.edu hungry");
        await phone.AskTogetherAsync("LIST \"\" \"*\"", "STATUS INBOX (MESSAGES UNSEEN)", "SELECT Kitchen/Recipes");
        await phone.AskAsync("UID FETCH 1 (FLAGS BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)] BODY.PEEK[TEXT])");
        await phone.AskAsync("SELECT INBOX");
        await phone.AskAsync("FETCH 2 BODY.PEEK[]<0.3000>");
        await phone.AskAsync("FETCH 2 BODY.PEEK[]<3000.3000>");
        await phone.AskAsync("FETCH 2 BODY.PEEK[]<6000.3000>");
        await stage.ThinkAsync();
        await phone.AskAsync("STORE 1 +FLAGS.SILENT (\\Deleted)");
        await phone.AskAsync("EXPUNGE");
        await phone.AskAsync("RENAME Kitchen/Recipes Cookbook");
        await phone.AskAsync("DELETE Drafts");
        await phone.AskAsync("LIST \"\" \"*\"");
        await phone.AskAsync("LOGOUT");
    }
}
