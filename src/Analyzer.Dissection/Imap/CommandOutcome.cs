using Analyzer.Capture;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Text;
using Analyzer.Dissection.Text.Sasl;

namespace Analyzer.Dissection.Imap;

/// <summary>What a command meant, now that the server has answered it (or never will).</summary>
internal sealed class CommandOutcome(ImapState state)
{
    SessionContext Context => state.Context;

    /// <summary>All of a command has passed: what it tells before the answer.</summary>
    public void OnSent(ImapCommand command)
    {
        command.IsSent = true;
        command.Append?.End();
        if (!command.IsCut) Understand(command);
        if (command.Early is not { } early) return;
        if (StatusResponse.TryParse(early.Line, out StatusResponse status)) OnAnswered(command, status, early.Line, early.Time, early.Packet);
    }

    void Understand(ImapCommand command)
    {
        if (command.Word == "LOGIN")
        {
            state.Security.OnLogin(command.Exchange.Packet);
            if (!Context.Session.Authenticated && command.Arguments.Count > 0) Context.Session.User = command.Arguments[0].Text;
        }
        else if (command.Word == "AUTHENTICATE")
        {
            BeginSasl(command);
        }
        else if (command.Word == "ID")
        {
            if (ImapIdentity.Software(command.Arguments) is { } software) Context.Session.SetFact("client_software", software);
        }
    }

    static void BeginSasl(ImapCommand command)
    {
        command.Sasl = new SaslExchange(command.Arguments[0].Text);
        if (command.Arguments.Count > 1) command.Sasl.Respond(command.Arguments[1].Text);
    }

    /// <summary>The server answered.</summary>
    public void OnAnswered(ImapCommand command, in StatusResponse status, ReadOnlySpan<byte> line, Timestamp time, long packet)
    {
        if (command.Word is "SELECT" or "EXAMINE") state.BeginSelecting(command);
        state.Mailboxes.OnAnswered(command, status);
        command.Finish(status.Result, WireText.Decode(line[Math.Min(line.Length, status.Result.Length + 1)..]), time, packet);
        Apply(command, status, packet);
        Conclude(command, status.Result, status.HasCode("APPENDUID"u8) ? WireText.Decode(status.CodeField(1)) : null);
    }

    /// <summary>No answer will come, or the capture lacks it. <paramref name="isAssumed"/>: the dialogue went on as if it had succeeded.</summary>
    public void OnUnanswered(ImapCommand command, bool isAssumed)
    {
        state.Mailboxes.OnAnswered(command, default);
        command.Finish(null, null, command.Exchange.Time, command.Exchange.Packet);
        if (isAssumed && command.Word is "SELECT" or "EXAMINE") state.EndSelecting(command, true);
        Conclude(command, null, null);
    }

    void Conclude(ImapCommand command, string? result, string? appendedUids)
    {
        state.Pending.Remove(command);
        bool? accepted = result is null ? null : result == "OK";
        command.Append?.Tell(accepted, appendedUids);
        TellCredential(command, accepted);
        Context.Complete(command.Exchange);
    }

    void Apply(ImapCommand command, in StatusResponse status, long packet)
    {
        switch (command.Word)
        {
            case "SELECT" or "EXAMINE" when status.Result != "BAD":
                state.EndSelecting(command, status.IsOk);
                break;
            case "CLOSE" or "UNSELECT" when status.IsOk:
                state.Deselect(ImapPhase.Authenticated);
                break;
            case "LOGIN" or "AUTHENTICATE" when status.IsOk:
                state.Phase = ImapPhase.Authenticated;
                break;
            case "UNAUTHENTICATE" when status.IsOk:
                state.Deselect(ImapPhase.NotAuthenticated);
                break;
            case "LOGOUT" when status.IsOk:
                state.Deselect(ImapPhase.Logout);
                Context.Session.SaidGoodbye = true;
                break;
            case "STARTTLS":
                state.Security.OnStartTls(status.IsOk, packet);
                break;
            case "COMPRESS" when status.IsOk:
                state.BeginCompression();
                break;
        }
        // Whoever may do this has logged in, even where the capture lacks it.
        if (status.IsOk && ImapPhases.Needed(command.Word) > ImapPhase.NotAuthenticated) Context.Session.Authenticated = true;
        if (status.HasCode("CAPABILITY"u8)) state.Security.OnCapabilities(status.CodeArguments, packet);
    }

    void TellCredential(ImapCommand command, bool? accepted)
    {
        if (command.IsCut) return;
        if (command.Word == "LOGIN" && command.Arguments.Count > 0)
        {
            string? secret = command.Arguments.Count > 1 ? command.Arguments[1].Text : null;
            Tell("LOGIN", command.Arguments[0].Text, secret, accepted, command.Exchange.Time);
            if (secret is not null) Context.TellClearText("LOGIN", command.Exchange.Packet);
        }
        else if (command.Sasl is { Responses: > 0, IsCancelled: false } sasl)
        {
            Tell(sasl.Mechanism, sasl.User, sasl.Secret, accepted, command.Exchange.Time);
            if (sasl.RevealsSecret) Context.TellClearText(sasl.Mechanism, command.Exchange.Packet);
        }
    }

    void Tell(string mechanism, string? user, string? secret, bool? accepted, Timestamp time)
    {
        Context.Credential(mechanism, user, secret, accepted, time);
        if (accepted == true) Context.Session.Authenticated = true;
        if (accepted == true || !Context.Session.Authenticated) Context.Session.User = user ?? Context.Session.User;
    }
}
