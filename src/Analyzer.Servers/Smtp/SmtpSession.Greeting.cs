using Analyzer.Servers.Accounts.Sasl;

namespace Analyzer.Servers.Smtp;

sealed partial class SmtpSession
{
    ValueTask Hello(string argument, bool isExtended)
    {
        if (argument.Length == 0) return Mistake(501, "5.5.4", $"{(isLocal ? "LHLO" : isExtended ? "EHLO" : "HELO")} requires a domain name");
        EndTransaction();
        _hello = argument.Split(' ')[0];
        _isExtended = isExtended;
        string welcome = $"Hello {_hello}, pleased to meet you";
        if (isExtended) Offer(welcome);
        else channel.WriteLine("250 " + Harmless(welcome));
        return ValueTask.CompletedTask;
    }

    void Offer(string welcome)
    {
        List<string> lines =
        [
            $"{context.HostName} {Harmless(welcome)}",
            "PIPELINING",
            $"SIZE {context.Limits.MaxMessage}",
            "8BITMIME",
            "BINARYMIME",
            "CHUNKING",
            "SMTPUTF8",
            "DSN",
            "ENHANCEDSTATUSCODES",
            $"LIMITS RCPTMAX={options.Limits.MaxRecipients}",
            "ETRN",
            "VRFY",
            "EXPN",
            "HELP",
        ];
        // Where nothing is queued no queue can be started.
        if (isLocal) lines.Remove("ETRN");
        if (context.Certificate is not null && channel.Tls is null) lines.Add("STARTTLS");
        lines.Add("AUTH " + string.Join(' ', SaslServer.Mechanisms));
        // A reply that claims at its first line to be over is one of the faults there are.
        for (int index = 0; index < lines.Count; index++)
            channel.WriteLine($"250{(index < lines.Count - 1 && !(_fault.BreaksReply && index == 0) ? '-' : ' ')}{lines[index]}");
    }

    ValueTask Reset()
    {
        EndTransaction();
        return Say(250, "2.0.0", "Reset state");
    }

    ValueTask Quit()
    {
        _isOver = true;
        return Say(221, "2.0.0", $"{context.HostName} closing connection");
    }

    void EndTransaction()
    {
        _envelope = null;
        _chunks?.Dispose();
        _chunks = null;
    }

    async ValueTask StartTlsAsync(string argument, CancellationToken cancel)
    {
        if (argument.Length > 0) await Mistake(501, "5.5.4", "STARTTLS takes no parameter");
        else if (channel.Tls is not null) await Mistake(503, "5.5.1", "TLS is active already");
        else if (context.Certificate is null) await Mistake(502, "5.5.1", "TLS is not available");
        else
        {
            await channel.StartTlsAsServerAsync(_isExtended ? "220 2.0.0 Ready to start TLS" : "220 Ready to start TLS", context.Certificate, cancel);
            // RFC 3207 4.2: all that was said in clear text is forgotten.
            EndTransaction();
            _hello = null;
            _isExtended = false;
            _account = null;
        }
    }

    async ValueTask AuthenticateAsync(string argument, CancellationToken cancel)
    {
        string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (_account is not null) await Mistake(503, "5.5.1", "Already authenticated");
        else if (words.Length is 0 or > 2) await Mistake(501, "5.5.4", "AUTH requires a mechanism");
        else if (SaslServer.Create(words[0], context) is not { } mechanism) await Mistake(504, "5.5.4", $"Mechanism {words[0]} is not known");
        else await ExchangeAsync(mechanism, words.Length == 2 ? words[1] : null, cancel);
    }

    async ValueTask ExchangeAsync(SaslServer mechanism, string? initial, CancellationToken cancel)
    {
        // RFC 4954 4: '=' is an empty initial response, none at all something else.
        byte[]? response = initial is null ? null : initial == "=" ? [] : Scram.Decode(initial);
        if (initial is not null && response is null)
        {
            await Mistake(501, "5.5.2", "Cannot decode the response");
            return;
        }
        SaslStep step = mechanism.Next(response);
        while (step.Challenge is not null)
        {
            channel.WriteLine("334 " + Convert.ToBase64String(step.Challenge));
            await channel.FlushAsync(cancel);
            string? line = await channel.ReadLineAsync(cancel);
            _isOver = line is null;
            response = Scram.Decode(line);
            if (line is null or "*" || response is null)
            {
                await Mistake(501, line == "*" ? "5.7.0" : "5.5.2", line == "*" ? "Authentication cancelled" : "Cannot decode the response");
                return;
            }
            step = mechanism.Next(response);
        }
        _account = step.Account;
        if (_account is not null) Reply(235, "2.7.0", "Authentication successful");
        else await Mistake(535, "5.7.8", "Authentication credentials invalid");
    }
}
