using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Control;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Ftp.Tree;

namespace Analyzer.Dissection.Ftp.Handlers;

/// <summary>The commands that move files and listings over data connections, and those that say how.</summary>
sealed class TransferHandler(FtpSession session, DataLinkHandler link)
{
    TransferBuilder? _current;

    /// <summary>A transfer has begun, and its end was not told yet.</summary>
    public bool IsRunning => _current is not null;

    /// <summary>The server says that a transfer begins.</summary>
    public void OnPreliminary(PendingCommand pending, FtpReply reply)
    {
        BeginOnce(pending).OnPreliminary(reply);
    }

    TransferBuilder BeginOnce(PendingCommand pending)
    {
        if (pending.Transfer is null) pending.Begin(Begin(pending.Command, session.Settings.Take(pending.Command.Name)));
        return pending.Transfer!;
    }

    /// <summary>A command has its final reply, or will have none (null).</summary>
    public void Conclude(PendingCommand pending, FtpReply? reply)
    {
        FtpCommand command = pending.Command;
        if (FtpVerb.IsTransfer(command.Name)) ConcludeTransfer(pending, reply);
        else if (reply is not { IsNegative: true }) Set(command);
    }

    void Set(FtpCommand command)
    {
        switch (command.Name)
        {
            case "TYPE" or "STRU" or "MODE": session.Settings.Set(command.Name, command.Text); break;
            case "REST": session.Settings.Restart(command.Text); break;
            case "RANG": session.Settings.Range(command.Text); break;
            case "ALLO": session.Settings.Allocate(command.Text); break;
        }
    }

    void ConcludeTransfer(PendingCommand pending, FtpReply? reply)
    {
        if (pending.Transfer is null && reply is { IsNegative: true })
        {
            Refuse(pending.Command, reply);
            return;
        }
        End(BeginOnce(pending), reply, pending.IsAbortAnswered);
    }

    // A refusal without a preliminary reply moves nothing: the data connection stays for the next command.
    void Refuse(FtpCommand command, FtpReply reply)
    {
        TransferParameters parameters = session.Settings.Take(command.Name);
        if (session.Announced is { } announced) announced.Refused = () => End(Begin(command, parameters), reply, isAbortAnswered: false);
        bool isDenied = reply.Code == 550 && FtpVerb.IsDownload(command.Name) && command.Text.Length > 0;
        if (isDenied) session.Tree.Note(session.Directory.Resolve(command.Text), NodeStates.Denied, command.Time);
    }

    void End(TransferBuilder transfer, FtpReply? reply, bool isAbortAnswered)
    {
        session.LastTransferEnd = reply?.Time ?? session.LastTransferEnd;
        transfer.OnFinal(reply, isAbortAnswered);
        if (transfer == _current) _current = null;
    }

    TransferBuilder Begin(FtpCommand command, TransferParameters parameters)
    {
        string name = command.Name;
        bool isListing = FtpVerb.IsListing(name);
        string? path = isListing ? ListArgument.PathOf(command.Text) : command.Text.Length > 0 ? command.Text : null;
        TransferBuilder transfer = Begin(name, command.Time, parameters, new TransferOrigin
        {
            Packet = command.Packet,
            Path = isListing || path is not null ? session.Directory.Tell(path) : null,
            TreePath = isListing ? session.Directory.Resolve(ListArgument.DirectoryOf(path)) : path is null ? null : session.Directory.Resolve(path),
            RawPath = command.RawArgument,
        });
        if (!isListing && transfer.TreePath is { } place && transfer.IsDownload) transfer.Expect(session.FactsOf(place).Size);
        return transfer;
    }

    TransferBuilder Begin(string name, Timestamp time, TransferParameters parameters, TransferOrigin origin)
    {
        _current?.OnFinal(null); // A session runs one transfer at a time: what ran before has ended.
        DataAnnouncement announcement = link.ForTransfer(time);
        _current = new TransferBuilder(session, name, announcement, parameters, origin)
        {
            CommandTime = time,
            NotBefore = session.LastTransferEnd.IsKnown ? session.LastTransferEnd : session.Context.Session.Connection.FirstTime,
        };
        session.Run.Late.Add(_current);
        session.Run.Connections.Begin(_current, announcement);
        return _current;
    }

    /// <summary>A reply about a transfer whose command is not in the capture: tells from its text what it was, as far as possible.</summary>
    public void OnUnsolicited(FtpReply reply)
    {
        if (reply.IsPreliminary && Infer(reply) is { } inferred)
        {
            TransferBuilder transfer = Begin(inferred.Command, reply.Time, session.Settings.Take(inferred.Command), new TransferOrigin
            {
                Packet = reply.Packet,
                Path = inferred.Name is { } name ? session.Directory.Tell(name) : null,
                TreePath = inferred.Name is { } place ? session.Directory.Resolve(place) : null,
                Representation = inferred.Representation,
                IsInferred = true,
                IsOpen = inferred == InferredTransfer.Open,
            });
            transfer.OnPreliminary(reply);
        }
        else if (_current is not null && ReplyCodes.Fits(_current.Command, isRunning: true, reply.Code))
        {
            End(_current, reply, isAbortAnswered: false);
        }
    }

    // A data connection was agreed on: that this reply begins a transfer on it is certain, whatever its words.
    InferredTransfer? Infer(FtpReply reply) =>
        InferredTransfer.Read(reply.Text) ?? (session.Announced is { IsUnused: true } ? InferredTransfer.Open : null);

    /// <summary>The control connection has ended: what runs will have no final reply.</summary>
    public void Close() => _current?.OnFinal(null);
}
