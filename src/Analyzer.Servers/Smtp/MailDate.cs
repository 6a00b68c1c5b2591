using System.Globalization;

namespace Analyzer.Servers.Smtp;

/// <summary>Dates as mail headers write them (RFC 5322 3.3).</summary>
static class MailDate
{
    public static string Format(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time:ddd, d MMM yyyy HH:mm:ss} {(time.Offset < TimeSpan.Zero ? '-' : '+')}{time.Offset:hhmm}");
}
