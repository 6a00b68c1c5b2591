using System.Globalization;
using System.Text;

namespace Analyzer.Servers.Ftp;

/// <summary>Folders as text: LIST as UNIX has it, NLST (RFC 959), MLSD and MLST (RFC 3659 7).</summary>
static class FtpListing
{
    /// <summary>The facts of RFC 3659 7.5 that are known here, as FEAT lists them; those of a session are a part of them.</summary>
    public static readonly string[] Facts = ["type", "size", "modify", "perm"];

    // ls shows the year instead of the time for what is older than half a year.
    static readonly TimeSpan s_recent = TimeSpan.FromDays(182);

    /// <summary>A line as <c>ls -l</c> writes it.</summary>
    public static string Long(FtpEntry entry, DateTime now)
    {
        TimeSpan age = now - entry.Modified;
        string format = age < s_recent && age > -TimeSpan.FromDays(1) ? "MMM dd HH:mm" : "MMM dd  yyyy";
        string mode = entry.IsFolder ? "drwxr-xr-x    2" : "-rw-r--r--    1";
        return string.Create(CultureInfo.InvariantCulture, $"{mode} ftp      ftp      {entry.Size,12} {entry.Modified.ToString(format, CultureInfo.InvariantCulture)} {entry.Name}");
    }

    /// <summary>A line of facts and a name; the name is a path in MLST, and <c>cdir</c> and <c>pdir</c> in MLSD.</summary>
    public static string Machine(FtpEntry entry, string name, string type, IReadOnlyCollection<string> facts)
    {
        var line = new StringBuilder();
        foreach (string fact in facts)
        {
            string? value = fact switch
            {
                "type" => type,
                "size" when !entry.IsFolder => entry.Size.ToString(CultureInfo.InvariantCulture),
                "modify" => Time(entry.Modified),
                "perm" => entry.IsFolder ? "cdeflmp" : "adfrw",
                _ => null,
            };
            if (value is not null) line.Append(fact).Append('=').Append(value).Append(';');
        }
        return line.Append(' ').Append(name).ToString();
    }

    /// <summary>The type fact of an entry.</summary>
    public static string Type(FtpEntry entry) => entry.IsFolder ? "dir" : "file";

    /// <summary>A time as RFC 3659 2.3 has it, UTC.</summary>
    public static string Time(DateTime time) => time.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>Understands such a time; fractions of a second are passed over.</summary>
    public static bool TryParseTime(string text, out DateTime time)
    {
        string whole = text.Split('.')[0];
        return DateTime.TryParseExact(whole, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
