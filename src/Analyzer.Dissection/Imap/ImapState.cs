using Analyzer.Capture;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Imap;

/// <summary>What both halves of a dialogue know: its phase, the commands in flight, the mailbox that is selected.</summary>
internal sealed class ImapState
{
    int _epochs;

    /// <summary>A new dialogue.</summary>
    public ImapState(SessionContext context)
    {
        Context = context;
        Assembler = context.Analysis.Shared<MessageAssembler>();
        Security = new ImapSecurity(context);
        Mailboxes = new MailboxChanges(this);
        IsGuessed = context.Session.Midstream;
        IsServerLost = IsGuessed;
        if (IsGuessed) Phase = ImapPhase.Authenticated;
    }

    /// <summary>Whom to tell.</summary>
    public SessionContext Context { get; }

    /// <summary>Where messages are put together, for all sessions of the run.</summary>
    public MessageAssembler Assembler { get; }

    /// <summary>The checks of what protects the login.</summary>
    public ImapSecurity Security { get; }

    /// <summary>Tells what happens to mailboxes.</summary>
    public MailboxChanges Mailboxes { get; }

    /// <summary>Where the connection is.</summary>
    public ImapPhase Phase { get; set; }

    /// <summary>The phase is inferred, since the capture lacks what would tell it.</summary>
    public bool IsGuessed { get; set; }

    /// <summary>The server has given a status without a tag, which is its greeting.</summary>
    public bool HasGreeted { get; set; }

    /// <summary>Any line of the server's was read.</summary>
    public bool HasServerSpoken { get; set; }

    /// <summary>The server's half has lost its place and looks for the next response.</summary>
    public bool IsServerLost { get; set; }

    /// <summary>The commands in flight.</summary>
    public PendingCommands Pending { get; } = new();

    /// <summary>The mailbox that is selected; null when there is none.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>The client enabled UTF-8, so names come in it (RFC 6855, RFC 9051 section 6.3.1).</summary>
    public bool HasUtf8Names { get; set; }

    /// <summary>What comes next from both sides is compressed (RFC 4978), and the layer that inflates it is not in place yet.</summary>
    public bool IsSwitching { get; set; }

    /// <summary>Whether bytes of this session can be read again later; null while nobody tried.</summary>
    public bool? IsReadable { get; set; }

    /// <summary>When the response that is being read was captured.</summary>
    public Timestamp ResponseTime { get; set; }

    /// <summary>The messages that this session left in the making.</summary>
    public HashSet<MessageKey> Unfinished { get; } = [];

    /// <summary>A mailbox's name in Unicode.</summary>
    public string Decode(string name) => MailboxName.Decode(name, HasUtf8Names);

    /// <summary>
    /// The mailbox that untagged data speaks of: the selected one, or the one whose SELECT is the oldest command in flight. Where the
    /// capture lacks the SELECT, one without a name.
    /// </summary>
    public SelectedMailbox CurrentMailbox()
    {
        if (Pending.Oldest is { Word: "SELECT" or "EXAMINE" } selecting) return BeginSelecting(selecting);
        return Selected ??= new SelectedMailbox(null, ++_epochs);
    }

    /// <summary>From now on untagged data belongs to the mailbox that this command selects.</summary>
    public SelectedMailbox BeginSelecting(ImapCommand command)
    {
        if (command.Selecting is { } begun) return begun;
        ImapArgument name = command.Arguments[0];
        bool isKnown = command.IsSent && !command.IsCut && name.IsText && name.Text.Length > 0;
        return command.Selecting = new SelectedMailbox(isKnown ? Decode(name.Text) : null, ++_epochs);
    }

    /// <summary>The server answered SELECT or EXAMINE. When it refuses, no mailbox is selected (RFC 9051 section 6.3.2).</summary>
    public void EndSelecting(ImapCommand command, bool isSelected)
    {
        Selected = isSelected ? BeginSelecting(command) : null;
        Phase = isSelected ? ImapPhase.Selected : ImapPhase.Authenticated;
    }

    /// <summary>No mailbox is selected any more.</summary>
    public void Deselect(ImapPhase phase)
    {
        Selected = null;
        Phase = phase;
    }

    /// <summary>The server accepted COMPRESS: behind its answer, and from the client from now on, all bytes are compressed.</summary>
    public void BeginCompression()
    {
        // A second layer is against RFC 4978 section 3: the dialogue goes on as it is.
        if (Context.Session.Compressed) return;
        IsSwitching = true;
        IsReadable = null;
        Context.Session.Compressed = true;
    }

    /// <summary>Something from the server is missing and nobody knows what: it may have changed the sequence numbers, or held answers.</summary>
    public void LoseServer()
    {
        Selected?.Messages.Clear();
        IsGuessed = true;
        foreach (ImapCommand command in Pending.All)
        {
            command.AnswerMayBeLost = true;
            command.Selecting?.Messages.Clear();
        }
    }

    /// <summary>A command was given: where the phase is only inferred, it tells more.</summary>
    public void InferPhase(string word)
    {
        if (!IsGuessed || ImapPhases.Needed(word) is not { } needed) return;
        if (needed > Phase || needed == ImapPhase.NotAuthenticated) Phase = needed;
    }

    /// <summary>The user that the session's mailboxes belong to; null when the capture does not tell.</summary>
    public string? Owner => Context.Session.Authenticated ? Context.Session.User : null;

    /// <summary>What identifies a message for the assembler; null when nothing does.</summary>
    public MessageKey? KeyOf(long? sequence, long? uid)
    {
        SelectedMailbox mailbox = CurrentMailbox();
        int identity = IdentityOf(mailbox, sequence, uid);
        if (identity == 0 && uid is null) return null;
        IpAddress server = Context.Session.Connection.Server.Address;
        if (identity != 0) return new MessageKey(server, null, null, 0, 0, Context.Session.Id, mailbox.Epoch, identity);
        return mailbox is { Name: { } name, UidValidity: { } validity } && Owner is { } owner
            ? new MessageKey(server, owner, name, validity, uid!.Value, 0, 0, 0)
            : new MessageKey(server, null, null, 0, uid!.Value, Context.Session.Id, mailbox.Epoch, 0);
    }

    // A message that was begun without its UID stays what it was when the UID becomes known.
    static int IdentityOf(SelectedMailbox mailbox, long? sequence, long? uid)
    {
        if (sequence is not > 0) return 0;
        if (uid is null) return mailbox.Messages.IdentityOf(sequence.Value);
        return mailbox.Messages.TryGet(sequence.Value, out TrackedMessage known) ? known.Identity : 0;
    }
}
