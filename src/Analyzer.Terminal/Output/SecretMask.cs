using Analyzer.Dissection.Sessions;

namespace Analyzer.Terminal.Output;

/// <summary>Takes passwords out of commands before these are shown.</summary>
sealed class SecretMask
{
    // A guessing attack brings thousands; the commands that carry them are known by their names anyway.
    const int MaxSecrets = 100;

    // Shorter ones would hit words that are none.
    const int ShortestSecret = 4;

    readonly string[] _secrets;
    readonly bool _reveals;

    /// <param name="records">Of a session; its credentials say what is secret.</param>
    /// <param name="reveals">Nothing is masked.</param>
    public SecretMask(IEnumerable<Record> records, bool reveals)
    {
        _reveals = reveals;
        _secrets = reveals ? [] :
        [
            .. records.OfType<CredentialRecord>().Select(credential => credential.Secret).OfType<string>()
                .Where(secret => secret.Length >= ShortestSecret).Distinct().Take(MaxSecrets),
        ];
    }

    /// <summary>The argument of a command, without what is secret in it.</summary>
    public string Apply(ExchangeRecord exchange)
    {
        string argument = exchange.Argument ?? "";
        if (_reveals || argument.Length == 0) return argument;
        if (exchange.IsSaslResponse) return RecordTables.Mask;
        int kept = exchange.Command switch
        {
            "PASS" or "ACCT" => 0,
            // The mechanism's or the user's name may be seen; what follows may not.
            "AUTH" or "AUTHENTICATE" or "LOGIN" or "APOP" => FirstWord(argument),
            _ => argument.Length,
        };
        if (kept < argument.Length) return $"{argument[..kept]} {RecordTables.Mask}".TrimStart();
        foreach (string secret in _secrets) argument = argument.Replace(secret, RecordTables.Mask, StringComparison.Ordinal);
        return argument;
    }

    static int FirstWord(string text)
    {
        // IMAP allows a quoted user name with blanks in it.
        int end = text.StartsWith('"') ? text.IndexOf('"', 1) + 1 : text.IndexOf(' ', StringComparison.Ordinal);
        return end <= 0 ? text.Length : end;
    }
}
