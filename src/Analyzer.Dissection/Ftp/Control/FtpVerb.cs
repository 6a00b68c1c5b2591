using System.Collections.Frozen;

namespace Analyzer.Dissection.Ftp.Control;

/// <summary>The words of FTP (RFC 959, RFC 5797's registry, and what is in use without an RFC), by what they do.</summary>
static class FtpVerb
{
    static readonly FrozenSet<string> s_downloads = Set("RETR");
    static readonly FrozenSet<string> s_uploads = Set("STOR", "STOU", "APPE");
    static readonly FrozenSet<string> s_listings = Set("LIST", "NLST", "MLSD");
    static readonly FrozenSet<string> s_parameters = Set(
        "PORT", "PASV", "EPRT", "EPSV", "LPRT", "LPSV", "CPSV", "SPSV", "PRET", "TYPE", "STRU", "MODE", "REST", "RANG", "ALLO", "PROT", "PBSZ", "ABOR");

    static readonly FrozenSet<string> s_others = Set(
        "USER", "PASS", "ACCT", "CWD", "CDUP", "SMNT", "REIN", "QUIT", "RNFR", "RNTO", "DELE", "RMD", "MKD", "PWD", "SITE", "SYST",
        "STAT", "HELP", "NOOP", "FEAT", "OPTS", "LANG", "MLST", "SIZE", "MDTM", "MFMT", "MFCT", "MFF", "HOST", "CLNT", "CSID",
        "AUTH", "ADAT", "CCC", "MIC", "CONF", "ENC", "SSCN", "XCWD", "XCUP", "XPWD", "XMKD", "XRMD", "XCRC", "XMD5", "XSHA", "XSHA1",
        "XSHA256", "XSHA512", "HASH", "MD5", "MMD5", "AVBL", "DSIZ", "COMB", "THMB", "RMDA", "XSEN", "XSEM", "XRSQ", "XRCP", "MAIL", "MLFL");

    static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Brings a file from the server.</summary>
    public static bool IsDownload(string name) => s_downloads.Contains(name);

    /// <summary>Brings a file to the server.</summary>
    public static bool IsUpload(string name) => s_uploads.Contains(name);

    /// <summary>Brings a listing from the server on a data connection.</summary>
    public static bool IsListing(string name) => s_listings.Contains(name);

    /// <summary>Uses a data connection.</summary>
    public static bool IsTransfer(string name) => IsDownload(name) || IsUpload(name) || IsListing(name);

    /// <summary>Belongs to a transfer: runs it, ends it, or says how and where it shall run.</summary>
    public static bool ConcernsTransfer(string name) => IsTransfer(name) || s_parameters.Contains(name);

    /// <summary>Whether it is a word of FTP at all.</summary>
    public static bool IsKnown(string name) => ConcernsTransfer(name) || s_others.Contains(name);

    /// <summary>The four-letter word for an old one with X in front (RFC 775); others as they are.</summary>
    public static string Canonical(string name) => name switch
    {
        "XCWD" => "CWD",
        "XCUP" => "CDUP",
        "XPWD" => "PWD",
        "XMKD" => "MKD",
        "XRMD" => "RMD",
        _ => name,
    };
}
