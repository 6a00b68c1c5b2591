using System.Globalization;
using System.Text;
using Analyzer.Servers.Pop3.Agent;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>Fetches by POP3: all messages of the maildrop.</summary>
sealed class FetchPop3(Pop3Agent agent, FetchRequest request, FetchTarget target)
{
    public async Task<FetchOutcome> RunAsync(CancellationToken cancel)
    {
        IReadOnlyList<Pop3Message> messages = await agent.ListAsync(tellsUniqueIds: request.OnlyLists || request.Output is not null, cancel);
        if (request.OnlyLists)
        {
            foreach (Pop3Message message in messages) Tell(message);
            return new FetchOutcome(ExitStatus.Ok, null);
        }
        target.Expect(messages.Sum(message => message.Size));
        foreach (Pop3Message message in messages)
        {
            string name = message.UniqueId ?? string.Create(CultureInfo.InvariantCulture, $"{message.Number:D5}");
            await target.WriteAsync(name, request.OnlyHeaders ? ".headers.eml" : ".eml", async stream =>
            {
                if (request.OnlyHeaders) await agent.TopAsync(message.Number, 0, stream, cancel);
                else await agent.RetrieveAsync(message.Number, stream, cancel);
                return true;
            });
            if (request.Deletes) await agent.DeleteAsync(message.Number, cancel);
        }
        return new FetchOutcome(ExitStatus.Ok, $"{Quantity.Count(messages.Count, "message")} fetched{(request.Deletes ? " and removed from the server" : "")}");
    }

    void Tell(Pop3Message message) =>
        target.Streams.Output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Number,5} {message.Size,10} {SafeText.From(message.UniqueId ?? "")}\n")));
}
