using Analyzer.Servers.Accounts;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;
using Microsoft.AspNetCore.Connections.Features;

namespace Analyzer.Servers.Imap;

/// <summary>One client's dialogue: what is known about the client, and one command after the other.</summary>
sealed class ImapSession : IDisposable
{
    readonly ImapCommandReader _reader;
    int _mistakes;

    public ImapSession(ServerContext context, ImapServerOptions options, LineChannel channel)
    {
        (Context, Options, Channel) = (context, options, channel);
        Stop = channel.Connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        _reader = new ImapCommandReader(channel, options.Limits);
    }

    public ServerContext Context { get; }

    public ImapServerOptions Options { get; }

    public LineChannel Channel { get; }

    /// <summary>Signalled when the server is to stop.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Null: not authenticated.</summary>
    public Account? Account { get; private set; }

    public UserMail? User { get; private set; }

    /// <summary>Null: none is selected.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>IMAP4rev2 was enabled: names are in UTF-8 and search results come as ESEARCH.</summary>
    public bool IsRevision2 { get; set; }

    /// <summary>The client wants to know mod-sequences (RFC 7162).</summary>
    public bool KnowsModSeq { get; set; }

    /// <summary>What the command at hand is to do wrong.</summary>
    public Fault Fault { get; private set; } = Fault.None;

    public bool IsOver { get; set; }

    public bool MayStartTls => Context.Certificate is not null && Channel.Tls is null;

    public bool MayLogIn => !Options.RequiresTls || Channel.Tls is not null;

    public void Write(string line) => Channel.WriteLine(line);

    public void Write(ImapText response) => Channel.Write(response.Raw("\r\n").Written.Span, System.Text.Encoding.UTF8.GetString(response.Written.Span).TrimEnd());

    public void LogIn(Account account) => (Account, User) = (account, Options.Store.UserOf(account.Address));

    /// <summary>Another mailbox is selected, or none.</summary>
    public void Select(SelectedMailbox? mailbox)
    {
        Selected?.Dispose();
        Selected = mailbox;
    }

    /// <summary>The mailbox name that the client wrote.</summary>
    public MailboxName Name(string text)
    {
        string? decoded = IsRevision2 || text.Any(c => c > '~') ? text : ModifiedUtf7.Decode(text);
        return User!.Name(decoded ?? throw ImapRefusal.Bad("The mailbox name is no modified UTF-7"));
    }

    /// <summary>A mailbox name as this client wants it.</summary>
    public string Text(MailboxName name) => ImapText.Mailbox(name.Text, IsRevision2);

    /// <summary>From the greeting to the end.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (Options.IsTlsFromStart && Context.Certificate is { } certificate) await Channel.StartTlsAsServerAsync(null, certificate, Stop);
            await GreetAsync();
            while (!IsOver) await StepAsync();
            await Channel.FlushAsync(Stop);
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            Write("* BYE The server stops");
        }
        catch (ChannelException silent) when (silent.Failure == ChannelFailure.TooSlow)
        {
            Write("* BYE You were silent for too long");
        }
        catch (ChannelException gone)
        {
            Channel.Note(gone.Message);
        }
    }

    public void Dispose() => Select(null);

    async ValueTask GreetAsync()
    {
        string client = Channel.Connection.RemoteEndPoint?.ToString() ?? "";
        string? instead = await CommitAsync(Context.Faults.At("imap.connect", client, Context.Clock), "*");
        Write(instead ?? $"* OK [CAPABILITY {Capabilities.Of(this)}] IMAP server ready");
    }

    async ValueTask StepAsync()
    {
        try
        {
            if (!Channel.HasBufferedInput) await Channel.FlushAsync(Stop);
            using ImapCommand? command = await _reader.ReadAsync((arguments, length) => AppendCommand.Begin(this, arguments, length), Stop);
            if (command is null) IsOver = true;
            else await AnswerAsync(command);
        }
        catch (ImapCommandRefused refused)
        {
            Refuse(refused.Tag, refused.Refusal);
        }
        catch (ChannelException tooLong) when (tooLong.Failure == ChannelFailure.LineTooLong)
        {
            Refuse("*", ImapRefusal.Bad("The line is too long"));
        }
    }

    async ValueTask AnswerAsync(ImapCommand command)
    {
        string verb = command.Name.StartsWith("UID ", StringComparison.Ordinal) ? command.Name[4..] : command.Name;
        string argument = verb is "LOGIN" or "AUTHENTICATE" ? "" : command.Arguments.Rest.TrimStart();
        Fault = Context.Faults.At("imap." + verb.ToLowerInvariant(), argument, Context.Clock);
        try
        {
            string reply;
            if (await CommitAsync(Fault, command.Tag) is { } instead) reply = instead;
            else
            {
                string completion = await CommandTable.RunAsync(this, command);
                Update(CommandTable.LetsExpunge(command.Name));
                // An empty one was written before the connection changed.
                reply = completion.Length == 0 ? "" : $"{command.Tag} {completion}";
            }
            if (reply.Length > 0) Write(reply);
        }
        catch (ImapRefusal refusal)
        {
            Refuse(command.Tag, refusal);
        }
        catch (StoreRefusal refusal)
        {
            Refuse(command.Tag, Translate(refusal));
        }
        catch (Exception failure) when (failure is IOException and not ChannelException or UnauthorizedAccessException)
        {
            Channel.Note(failure.Message);
            Refuse(command.Tag, ImapRefusal.No("SERVERBUG", "The mailbox cannot be read or written"));
        }
    }

    /// <summary>Tells what others changed in the selected mailbox.</summary>
    public void Update(bool mayExpunge) => Selected?.Update(mayExpunge, Write, (number, message) => Write(FetchResponse.Flags(this, number, message)));

    void Refuse(string tag, ImapRefusal refusal)
    {
        Update(mayExpunge: false);
        Write($"{tag} {refusal.Status} {refusal.Message}");
        if (++_mistakes < Context.Limits.MaxMistakes) return;
        Write("* BYE Too many mistakes");
        IsOver = true;
    }

    /// <summary>A refusal of the store as IMAP says it (RFC 5530).</summary>
    public static ImapRefusal Translate(StoreRefusal refusal) => ImapRefusal.No(refusal.Problem switch
    {
        StoreProblem.NonExistent => "NONEXISTENT",
        StoreProblem.AlreadyExists => "ALREADYEXISTS",
        StoreProblem.OverQuota => "OVERQUOTA",
        StoreProblem.Limit => "LIMIT",
        StoreProblem.Expunged => "EXPUNGEISSUED",
        _ => "CANNOT",
    }, refusal.Message);

    // What to say instead of doing it; null: go on.
    async ValueTask<string?> CommitAsync(Fault fault, string tag)
    {
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, Context.Clock, Stop);
        string? reply = fault.Reply is null || fault.Reply.StartsWith('*') || fault.Reply.StartsWith('+') ? fault.Reply : $"{tag} {fault.Reply}";
        if (!fault.EndsAfterReply || fault.Cut is not null) return reply;
        if (reply is not null) Write(reply);
        await Channel.FlushAsync(Stop);
        if (fault.Ending == FaultEnding.Reset) Channel.Reset();
        throw new ChannelException(ChannelFailure.Broken);
    }
}
