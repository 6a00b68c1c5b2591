using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Analyzer.Servers.Dns;

/// <summary>A stub resolver: asks one server, by UDP and where an answer is cut by TCP. Keeps nothing, so that each look-up is on the wire.</summary>
/// <param name="network">Its way to the server, and its clock.</param>
/// <param name="server">Whom to ask.</param>
/// <param name="randomness">So many random bytes, for the ids of questions.</param>
public sealed class DnsResolver(INetwork network, IPEndPoint server, Func<int, byte[]> randomness)
{
    // As common resolvers do (resolv.conf(5) allows 5 s and 2 attempts; on loopback less is enough).
    const int Attempts = 3;
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The records of a name.</summary>
    public async Task<DnsAnswer> AskAsync(string name, ZoneRecordType type, CancellationToken cancel)
    {
        if (Question(name, type) is not { } question) return new DnsAnswer(DnsStatus.NoSuchName, []);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            ReadOnlyMemory<byte>? reply = await network.AskAsync(server, question, s_patience, cancel);
            if (reply is null || !DnsAnswer.TryParse(reply.Value.Span, question, out DnsAnswer answer, out bool isTruncated)) continue;
            return isTruncated ? await AskByStreamAsync(question, cancel) : answer;
        }
        return new DnsAnswer(DnsStatus.Unavailable, []);
    }

    /// <summary>The addresses of a host, IPv4 first.</summary>
    public async Task<(DnsStatus Status, IReadOnlyList<IPAddress> Addresses)> FindAddressesAsync(string host, CancellationToken cancel)
    {
        DnsAnswer old = await AskAsync(host, ZoneRecordType.A, cancel);
        DnsAnswer large = old.Status == DnsStatus.NoSuchName ? old : await AskAsync(host, ZoneRecordType.Aaaa, cancel);
        IPAddress[] addresses = [.. old.Records.Concat(large.Records).Select(record => IPAddress.Parse(record.Data))];
        DnsStatus status = addresses.Length == 0 && large.Status == DnsStatus.Unavailable ? DnsStatus.Unavailable : old.Status;
        return (status, addresses);
    }

    /// <summary>The hosts that take mail for a domain, in the order to try them (RFC 5321 5.1), each with its addresses.</summary>
    public async Task<MailExchangers> FindMailExchangersAsync(string domain, CancellationToken cancel)
    {
        DnsAnswer answer = await AskAsync(domain, ZoneRecordType.Mx, cancel);
        if (answer.Status == DnsStatus.NoSuchName) return new MailExchangers(MailExchangerStatus.NoSuchDomain, []);
        if (answer.Status == DnsStatus.Unavailable) return new MailExchangers(MailExchangerStatus.Unavailable, []);
        // RFC 7505: the root as the only exchanger.
        if (answer.Records is [{ Data: "" }]) return new MailExchangers(MailExchangerStatus.TakesNoMail, []);
        // Without an MX record the domain itself is the host; it has to have an address.
        ZoneRecord[] records = answer.Records.Count > 0 ? [.. answer.Records.OrderBy(record => record.Preference).ThenBy(_ => Random())] : [new(domain, ZoneRecordType.Mx, domain)];
        var hosts = new List<MailExchanger>();
        bool isUnsure = false;
        foreach (ZoneRecord record in records)
        {
            (DnsStatus status, IReadOnlyList<IPAddress> addresses) = await FindAddressesAsync(record.Data, cancel);
            isUnsure |= status == DnsStatus.Unavailable;
            if (addresses.Count > 0) hosts.Add(new MailExchanger(record.Data, record.Preference, addresses));
        }
        if (hosts.Count > 0) return new MailExchangers(MailExchangerStatus.Found, hosts);
        return new MailExchangers(isUnsure ? MailExchangerStatus.Unavailable : MailExchangerStatus.NoHost, []);
    }

    async Task<DnsAnswer> AskByStreamAsync(byte[] question, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(s_patience, network.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            await using ConnectionContext connection = await network.ConnectAsync(server, null, either.Token);
            await connection.Transport.Output.WriteAsync(DnsFraming.WithLength(question), either.Token);
            Stream input = connection.Transport.Input.AsStream();
            byte[] length = new byte[2];
            await input.ReadExactlyAsync(length, either.Token);
            byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await input.ReadExactlyAsync(message, either.Token);
            if (DnsAnswer.TryParse(message, question, out DnsAnswer answer, out _)) return answer;
        }
        catch (Exception failed) when (failed is SocketException or IOException || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // As if there were no answer.
        }
        return new DnsAnswer(DnsStatus.Unavailable, []);
    }

    // Null: this cannot be a name, so there is none.
    byte[]? Question(string name, ZoneRecordType type)
    {
        var message = new MemoryStream();
        // Id; recursion desired; one question.
        message.Write(randomness(2).AsSpan(0, 2));
        message.Write([0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
        if (ToAscii(name) is not { Length: > 0 } ascii || !DnsName.TryWrite(ascii, message)) return null;
        message.Write([0, (byte)type, 0, DnsQuery.ClassIn]);
        return message.ToArray();
    }

    // RFC 5890: names in other scripts.
    static string? ToAscii(string name)
    {
        try
        {
            return new IdnMapping { AllowUnassigned = true }.GetAscii(name.TrimEnd('.'));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // RFC 5321 5.1: hosts of one preference share the load.
    int Random() => BinaryPrimitives.ReadInt32LittleEndian(randomness(4));
}
