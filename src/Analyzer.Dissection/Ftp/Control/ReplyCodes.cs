namespace Analyzer.Dissection.Ftp.Control;

/// <summary>
/// Which codes a command may be answered with (RFC 959 section 5.4 and the extensions). Used only to keep replies and commands in step
/// where something is missing, never to judge a server.
/// </summary>
static class ReplyCodes
{
    /// <summary>Whether <paramref name="code"/> can answer the command.</summary>
    /// <param name="name">The command's word.</param>
    /// <param name="isRunning">It is a transfer that has had its preliminary reply.</param>
    /// <param name="code">100 to 699.</param>
    public static bool Fits(string name, bool isRunning, int code)
    {
        if (isRunning) return FitsRunning(code);
        if (code == 426) return FtpVerb.IsTransfer(name) || name == "ABOR";
        return (code / 100) switch
        {
            1 => FtpVerb.IsTransfer(name) || name is "REIN" or "XCRC" or "XMD5" or "HASH",
            2 => FitsSuccess(FtpVerb.Canonical(name), code),
            3 => FitsMore(name, code),
            4 or 5 => name.Length > 0 || code / 100 == 5,
            6 => true,
            _ => false,
        };
    }

    // What ends a transfer. Refusals of a word (50z, 530) answer another command that was given meanwhile.
    static bool FitsRunning(int code) => code is 226 or 250 or 421 or 425 or 426 or 450 or 451 or 452 or 522 or 534 or 550 or 551 or 552 or 553 or 554;

    static bool FitsMore(string name, int code) => code switch
    {
        331 or 332 => name is "USER" or "PASS" or "ACCT",
        334 or 335 or 336 => name is "AUTH" or "ADAT" or "USER",
        350 => name is "RNFR" or "REST" or "RANG" or "PASS",
        _ => true,
    };

    static bool FitsSuccess(string name, int code) => code switch
    {
        200 or 202 => !FtpVerb.IsTransfer(name) && name is not ("PASV" or "EPSV" or "LPSV" or "ABOR" or "QUIT" or "PWD" or ""),
        211 => name is "STAT" or "FEAT" or "HELP" or "SYST" or "SITE" or "OPTS",
        212 or 213 => name is "STAT" or "SIZE" or "MDTM" or "HASH" or "AVBL" or "DSIZ" or "MFMT" or "MFCT" or "MFF" or "RMDA" or "SITE",
        214 => name is "HELP" or "SITE" or "CLNT" or "CSID",
        215 => name is "SYST",
        220 => name is "REIN" or "HOST" or "SMNT",
        221 => name is "QUIT",
        225 => name is "ABOR",
        226 => FtpVerb.IsTransfer(name) || name is "ABOR",
        227 => name is "PASV" or "CPSV" or "SPSV",
        228 => name is "LPSV",
        229 => name is "EPSV",
        230 or 231 => name is "USER" or "PASS" or "ACCT" or "REIN" or "QUIT",
        232 or 235 => name is "AUTH" or "ADAT" or "USER",
        234 => name is "AUTH",
        250 => FitsFileAction(name),
        251 or 252 or 253 => name is "XMD5" or "MD5" or "MMD5" or "XCRC" or "MFF",
        257 => name is "PWD" or "MKD" or "SITE",
        _ => name.Length > 0,
    };

    static bool FitsFileAction(string name) =>
        FtpVerb.IsTransfer(name) || name is "CWD" or "CDUP" or "DELE" or "RMD" or "MKD" or "RNTO" or "MLST" or "SITE" or "SMNT" or "COMB" or "XCRC" or "XMD5"
            or "XSHA" or "XSHA1" or "XSHA256" or "XSHA512" or "MD5" or "HASH" or "STAT" or "NOOP";
}
