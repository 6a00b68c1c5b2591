using System.Globalization;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// The date and time of a Date field or a trace (RFC 5322 3.3, obsolete syntax 4.3), read as leniently as senders write: any order of
/// day and month, two-digit years, names of zones, no weekday, no seconds.
/// </summary>
/// <param name="Text">As written.</param>
/// <param name="Value">
/// The moment; the offset is the sender's, or zero when <paramref name="IsZoneKnown"/> is false. Null: no date could be read.
/// </param>
/// <param name="IsZoneKnown">Whether the sender's zone is told; "-0000" and unknown names do not tell it (RFC 5322 3.3, 4.3).</param>
public sealed record MailDate(string Text, DateTimeOffset? Value, bool IsZoneKnown)
{
    /// <summary>A date has 6 words; the rest is a comment.</summary>
    const int MaxWords = 12;

    const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>Reads an unfolded value. Never fails: see <see cref="Value"/>.</summary>
    public static MailDate Parse(string text)
    {
        var reader = new Reader();
        ReadOnlySpan<char> rest = text;
        for (int i = 0; i < MaxWords; i++)
        {
            rest = rest.TrimStart(" \t,");
            if (rest.IsEmpty || rest[0] == '(') break;
            int end = rest.IndexOfAny(" \t,(");
            ReadOnlySpan<char> word = end < 0 ? rest : rest[..end];
            reader.Take(word);
            rest = rest[word.Length..];
        }

        return new MailDate(text, reader.Build(), reader.IsZoneKnown);
    }

    struct Reader
    {
        int _day;
        int _month;
        int _year = -1;
        int _seconds = -1;
        int _zoneMinutes;

        public Reader()
        {
        }

        public bool IsZoneKnown { get; private set; }

        public void Take(ReadOnlySpan<char> word)
        {
            if (word.Contains(':')) TakeTime(word);
            else if (word[0] is '+' or '-' && _seconds >= 0) TakeOffset(word);
            else if (char.IsAsciiDigit(word[0])) TakeNumber(word);
            else if (char.IsAsciiLetter(word[0])) TakeName(word);
        }

        public readonly DateTimeOffset? Build()
        {
            if (_month == 0 || _year < 1 || _year > 9998 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month)) return null;
            DateTime local = new DateTime(_year, _month, _day).AddSeconds(Math.Max(_seconds, 0));
            // Year 1 with a zone may lie before the first moment that can be told.
            return local.Year < 2 ? null : new DateTimeOffset(local, TimeSpan.FromMinutes(_zoneMinutes));
        }

        void TakeTime(ReadOnlySpan<char> word)
        {
            Span<Range> ranges = stackalloc Range[4];
            int count = word.Split(ranges, ':');
            if (count is not (2 or 3)) return;
            int seconds = 0;
            if (!TryRead(word[ranges[0]], 23, out int hours) || !TryRead(word[ranges[1]], 59, out int minutes)) return;
            // 60 is a leap second, and the moment after it the same.
            if (count == 3 && !TryRead(WithoutFraction(word[ranges[2]]), 60, out seconds)) return;
            _seconds = hours * 3600 + minutes * 60 + seconds;
        }

        void TakeOffset(ReadOnlySpan<char> word)
        {
            if (word.Length != 5 || !TryRead(word[1..3], 14, out int hours) || !TryRead(word[3..], 59, out int minutes)) return;
            if (hours * 60 + minutes > 14 * 60) return;
            _zoneMinutes = word[0] == '-' ? -(hours * 60 + minutes) : hours * 60 + minutes;
            IsZoneKnown = word is not "-0000";
        }

        void TakeNumber(ReadOnlySpan<char> word)
        {
            // "21-Nov-1997" in one word.
            int dash = word.IndexOf('-');
            if (dash > 0)
            {
                TakeNumber(word[..dash]);
                ReadOnlySpan<char> rest = word[(dash + 1)..];
                int second = rest.IndexOf('-');
                if (second <= 0 || second == rest.Length - 1) return;
                TakeName(rest[..second]);
                if (char.IsAsciiDigit(rest[second + 1])) TakeNumber(rest[(second + 1)..]);
                return;
            }

            if (!TryRead(word, 9999, out int number)) return;
            if (_day == 0 && word.Length <= 2) _day = number;
            else if (_year < 0) _year = FullYear(number, word.Length);
        }

        // RFC 5322 4.3: two digits to 49 are 2000 and later, else and for three digits 1900 is added.
        static int FullYear(int number, int digits) => digits > 3 ? number : digits == 2 && number < 50 ? 2000 + number : 1900 + number;

        void TakeName(ReadOnlySpan<char> word)
        {
            int month = word.Length < 3 ? -1 : Months.AsSpan().IndexOf(word[..3], StringComparison.OrdinalIgnoreCase);
            if (month >= 0 && month % 3 == 0 && _month == 0) _month = month / 3 + 1;
            else if (_seconds >= 0 && !IsZoneKnown) TakeZone(word);
        }

        void TakeZone(ReadOnlySpan<char> word)
        {
            int? hours = word switch
            {
                "UT" or "GMT" or "UTC" or "Z" or "z" or "gmt" or "utc" => 0,
                "EDT" => -4,
                "EST" or "CDT" => -5,
                "CST" or "MDT" => -6,
                "MST" or "PDT" => -7,
                "PST" => -8,
                _ => null,
            };
            if (hours == null) return;
            (_zoneMinutes, IsZoneKnown) = (hours.Value * 60, true);
        }

        static ReadOnlySpan<char> WithoutFraction(ReadOnlySpan<char> seconds)
        {
            int dot = seconds.IndexOf('.');
            return dot < 0 ? seconds : seconds[..dot];
        }

        static bool TryRead(ReadOnlySpan<char> digits, int max, out int number) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;
    }
}
