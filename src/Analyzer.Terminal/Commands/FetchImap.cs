using System.Globalization;
using System.Text;
using Analyzer.Servers.Imap.Agent;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Fetches by IMAP: the messages of one folder, all or those that the server finds; whole, their headers, or one part.</summary>
sealed class FetchImap(ImapAgent agent, FetchRequest request, Invocation invocation, FetchTarget target)
{
    readonly string _folder = request.Place.Folder.Length > 0 ? request.Place.Folder : "INBOX";

    public async Task<FetchOutcome> RunAsync(CancellationToken cancel)
    {
        if (request.OnlyLists) await TellFoldersAsync(cancel);
        ImapSelection selection = await agent.SelectAsync(_folder, isReadOnly: !request.Deletes, cancel);
        IReadOnlyList<ImapMessage> messages = selection.Messages == 0 ? [] : await agent.MessagesAsync(cancel);
        if (request.Search is not null)
        {
            HashSet<uint> found = [.. await agent.SearchAsync(request.Search, cancel)];
            messages = [.. messages.Where(message => found.Contains(message.Uid))];
        }
        if (request.OnlyLists)
        {
            foreach (ImapMessage message in messages) Tell(string.Create(CultureInfo.InvariantCulture, $"{message.Uid,8} {message.Size,10} {SafeText.From(string.Join(' ', message.Flags))}"));
            return new FetchOutcome(ExitStatus.Ok, null);
        }
        if (request.Part is null && !request.OnlyHeaders) target.Expect(messages.Sum(message => message.Size));
        int fetched = 0;
        foreach (ImapMessage message in messages)
        {
            if (await FetchAsync(message.Uid, selection.UidValidity, cancel)) fetched++;
            else invocation.Notices.Error(string.Create(CultureInfo.InvariantCulture, $"message {message.Uid} has no {(request.Part is null ? "content any more" : "part " + request.Part)}"));
        }
        if (request.Deletes && fetched == messages.Count && fetched > 0) await agent.RemoveAsync([.. messages.Select(message => message.Uid)], cancel);
        bool isComplete = fetched == messages.Count;
        return new FetchOutcome(isComplete ? ExitStatus.Ok : ExitStatus.Incomplete, $"{Quantity.Count(fetched, "message")} fetched{(request.Deletes && isComplete ? " and removed from the server" : "")}");
    }

    async Task<bool> FetchAsync(uint uid, uint validity, CancellationToken cancel)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{_folder}.{validity}.{uid}");
        if (request.Part is { } part)
            return await target.WriteAsync($"{name}.part-{part}", ".bin", async stream => await agent.FetchPartAsync(uid, part, stream, cancel));
        return await target.WriteAsync(name, request.OnlyHeaders ? ".headers.eml" : ".eml", async stream =>
            await agent.FetchAsync(uid, request.OnlyHeaders ? "HEADER" : "", stream, cancel));
    }

    async Task TellFoldersAsync(CancellationToken cancel)
    {
        foreach (ImapMailbox mailbox in await agent.ListAsync("*", cancel)) Tell($"{SafeText.From(mailbox.Name)} ({SafeText.From(string.Join(' ', mailbox.Attributes))})");
        Tell("");
    }

    void Tell(string line) => target.Streams.Output.Write(Encoding.UTF8.GetBytes(line + "\n"));
}
