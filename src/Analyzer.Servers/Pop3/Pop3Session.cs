using System.Globalization;
using Analyzer.Servers.Accounts;
using Analyzer.Servers.Accounts.Sasl;
using Analyzer.Servers.Faults;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Store;
using Microsoft.AspNetCore.Connections.Features;

namespace Analyzer.Servers.Pop3;

/// <summary>One client's dialogue: AUTHORIZATION until it has logged in, then TRANSACTION, and UPDATE by QUIT (RFC 1939, section 3).</summary>
sealed class Pop3Session : IDisposable
{
    readonly ServerContext _context;
    readonly Pop3ServerOptions _options;
    readonly LineChannel _channel;
    readonly CancellationToken _stop;
    readonly Pop3Authentication _authentication;
    Pop3Maildrop? _maildrop;
    int _mistakes;
    bool _isOver;

    public Pop3Session(ServerContext context, Pop3ServerOptions options, LineChannel channel)
    {
        (_context, _options, _channel) = (context, options, channel);
        _stop = channel.Connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        _authentication = new Pop3Authentication(context, channel);
    }

    /// <summary>From the greeting to the end.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (_options.IsTlsFromStart && _context.Certificate is { } certificate) await _channel.StartTlsAsServerAsync(null, certificate, _stop);
            string client = _channel.Connection.RemoteEndPoint?.ToString() ?? "";
            if (await CommitAsync(_context.Faults.At("pop3.connect", client, _context.Clock)) is not { } greeting) _channel.WriteLine(_authentication.Greeting());
            else _channel.WriteLine(greeting);
            await _channel.FlushAsync(_stop);
            while (!_isOver) await StepAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _channel.WriteLine("-ERR [SYS/TEMP] The server stops");
        }
        catch (ChannelException gone)
        {
            _channel.Note(gone.Message);
        }
    }

    public void Dispose() => _maildrop?.Dispose();

    async ValueTask StepAsync()
    {
        string? reply;
        try
        {
            if (!_channel.HasBufferedInput) await _channel.FlushAsync(_stop);
            string? line = await _channel.ReadLineAsync(_stop);
            // No QUIT, no UPDATE: marks are void.
            _isOver = line is null;
            if (line is null) return;
            reply = await AnswerAsync(line);
        }
        catch (ChannelException tooLong) when (tooLong.Failure == ChannelFailure.LineTooLong)
        {
            reply = "-ERR The line is too long";
        }
        catch (StoreRefusal refusal)
        {
            reply = "-ERR [SYS/PERM] " + refusal.Message;
        }
        catch (IOException failure) when (failure is not ChannelException)
        {
            _channel.Note(failure.Message);
            reply = "-ERR [SYS/TEMP] The maildrop cannot be read or written";
        }
        if (reply is null) return;
        _channel.WriteLine(reply);
        if (reply.StartsWith('-') && ++_mistakes >= _context.Limits.MaxMistakes) End("-ERR Too many mistakes");
        if (_isOver) await _channel.FlushAsync(_stop);
    }

    void End(string farewell)
    {
        if (!_isOver) _channel.WriteLine(farewell);
        _isOver = true;
    }

    // The reply to a command; null: it was written already.
    async ValueTask<string?> AnswerAsync(string line)
    {
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        (string verb, string argument) = blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..]);
        verb = verb.ToUpperInvariant();
        bool isSecret = verb is "PASS" or "AUTH";
        Fault fault = _context.Faults.At("pop3." + verb.ToLowerInvariant(), isSecret ? "" : argument, _context.Clock);
        if (await CommitAsync(fault) is { } wrong) return wrong;
        if (await AnywhereAsync(verb, argument) is { } reply) return reply.Length == 0 ? null : reply;
        if (_maildrop is { } maildrop) return await Pop3Transaction.AnswerAsync(verb, argument, maildrop, _channel, fault, _context.Clock, _stop);
        return await AuthorizeAsync(verb, argument);
    }

    // An empty answer was written already; null: the command is one of a state.
    async ValueTask<string?> AnywhereAsync(string verb, string argument)
    {
        switch (verb)
        {
            case "QUIT":
                return Quit();
            case "CAPA":
                _channel.WriteLine("+OK Capability list follows");
                foreach (string capability in Capabilities()) _channel.WriteLine(capability);
                _channel.WriteLine(".");
                return "";
            case "LANG":
                return Language(argument);
            case "STLS" when _maildrop is null:
                return await StartTlsAsync();
            default:
                return null;
        }
    }

    async ValueTask<string?> AuthorizeAsync(string verb, string argument)
    {
        if (_options.RequiresTls && _channel.Tls is null && verb is "USER" or "PASS" or "APOP" or "AUTH") return "-ERR [AUTH] Say STLS first";
        switch (verb)
        {
            case "UTF8":
                return "+OK UTF8 enabled";
            case "AUTH" when argument.Length == 0:
                _channel.WriteLine("+OK Mechanisms follow");
                foreach (string mechanism in SaslServer.Mechanisms) _channel.WriteLine(mechanism);
                return ".";
            case "STAT" or "LIST" or "UIDL" or "RETR" or "TOP" or "DELE" or "NOOP" or "RSET":
                return "-ERR Log in first";
        }
        (string? reply, Account? account) = await _authentication.AnswerAsync(verb, argument, _stop);
        return account is null ? reply : Enter(account);
    }

    string Enter(Account account)
    {
        _maildrop = Pop3Maildrop.TryOpen(_options.Store.UserOf(account.Address));
        return _maildrop is null ? "-ERR [IN-USE] The maildrop is locked by another session" : "+OK user successfully logged on";
    }

    string Quit()
    {
        _isOver = true;
        if (_maildrop is not { } maildrop) return "+OK POP3 server signing off";
        int left = maildrop.Update();
        return string.Create(CultureInfo.InvariantCulture, $"+OK POP3 server signing off ({(left == 0 ? "maildrop empty" : $"{left} message{(left == 1 ? "" : "s")} left")})");
    }

    async ValueTask<string> StartTlsAsync()
    {
        if (_channel.Tls is not null) return "-ERR TLS is on already";
        if (_context.Certificate is not { } certificate) return "-ERR There is no certificate";
        await _channel.StartTlsAsServerAsync("+OK Begin TLS negotiation", certificate, _stop);
        _authentication.Forget();
        return "";
    }

    IEnumerable<string> Capabilities()
    {
        bool mayLogIn = !_options.RequiresTls || _channel.Tls is not null;
        yield return "TOP";
        yield return "UIDL";
        if (mayLogIn && _maildrop is null) yield return "USER";
        if (mayLogIn && _maildrop is null) yield return "SASL " + string.Join(' ', SaslServer.Mechanisms);
        yield return "RESP-CODES";
        yield return "AUTH-RESP-CODE";
        yield return "PIPELINING";
        yield return "EXPIRE NEVER";
        yield return "UTF8 USER";
        yield return "LANG";
        if (_context.Certificate is not null && _channel.Tls is null && _maildrop is null) yield return "STLS";
        yield return "IMPLEMENTATION Analyzer";
    }

    string Language(string tag)
    {
        if (tag.Length > 0) return tag is "*" or "i-default" || tag.Equals("en", StringComparison.OrdinalIgnoreCase) ? "+OK en Texts are in English" : "-ERR Only English is spoken here";
        _channel.WriteLine("+OK Languages follow");
        _channel.WriteLine("en English");
        _channel.WriteLine(".");
        return "";
    }

    // What to say instead of the right thing; null: go on.
    async ValueTask<string?> CommitAsync(Fault fault)
    {
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, _context.Clock, _stop);
        if (fault.Cut is null && fault.EndsAfterReply)
        {
            if (fault.Reply is { } last) _channel.WriteLine(last);
            await _channel.FlushAsync(_stop);
            if (fault.Ending == FaultEnding.Reset) _channel.Reset();
            throw new ChannelException(ChannelFailure.Broken);
        }
        return fault.Reply;
    }
}
