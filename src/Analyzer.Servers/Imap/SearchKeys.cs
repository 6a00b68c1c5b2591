using System.Text;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>Reads the keys of SEARCH (RFC 9051, section 6.4.4; RFC 7162, section 3.1.5; RFC 5032) into a test of messages.</summary>
sealed class SearchKeys(ImapParser arguments, SelectedMailbox selected, Encoding charset, TimeProvider clock, ImapServerLimits limits)
{
    int _depth;
    int _contentKeys;

    /// <summary>A key asked for mod-sequences.</summary>
    public bool HasModSeq { get; private set; }

    /// <summary>All keys up to the end, each of which must fit.</summary>
    public Predicate<SearchSubject> ReadAll()
    {
        var keys = new List<Predicate<SearchSubject>>();
        do keys.Add(Read());
        while (arguments.Try(' ') && !arguments.IsAtEnd);
        return subject => keys.TrueForAll(key => key(subject));
    }

    Predicate<SearchSubject> Read()
    {
        if (++_depth > limits.SearchDepth) throw ImapRefusal.No("LIMIT", "The search is nested too deep");
        try
        {
            if (arguments.Peek == '(') return ReadGroup();
            return arguments.TrySet(out SequenceSet? set) ? InSet(set, isUid: false) : Read(arguments.Name());
        }
        finally
        {
            _depth--;
        }
    }

    Predicate<SearchSubject> ReadGroup()
    {
        var keys = new List<Predicate<SearchSubject>>();
        arguments.List(() => keys.Add(Read()));
        return subject => keys.TrueForAll(key => key(subject));
    }

    Predicate<SearchSubject> Read(string name) => name switch
    {
        "ALL" => _ => true,
        "ANSWERED" or "DELETED" or "DRAFT" or "FLAGGED" or "SEEN" => HasFlag(name, true),
        "UNANSWERED" or "UNDELETED" or "UNDRAFT" or "UNFLAGGED" or "UNSEEN" => HasFlag(name[2..], false),
        "RECENT" => subject => subject.Selected.IsRecent(subject.Message),
        "OLD" => subject => !subject.Selected.IsRecent(subject.Message),
        "NEW" => subject => subject.Selected.IsRecent(subject.Message) && !subject.Message.Flags.HasFlag(MessageFlags.Seen),
        "KEYWORD" => HasKeyword(Word(), true),
        "UNKEYWORD" => HasKeyword(Word(), false),
        "BCC" or "CC" or "FROM" or "SUBJECT" or "TO" => InField(name, Text()),
        "HEADER" => InField(Text(), Text()),
        "BODY" => Content(Text(), (subject, text) => subject.HasInBody(text)),
        "TEXT" => Content(Text(), (subject, text) => subject.HasInHeaders(text) || subject.HasInBody(text)),
        "BEFORE" => Received((day, date) => day < date),
        "ON" => Received((day, date) => day == date),
        "SINCE" => Received((day, date) => day >= date),
        "SENTBEFORE" => Sent((day, date) => day < date),
        "SENTON" => Sent((day, date) => day == date),
        "SENTSINCE" => Sent((day, date) => day >= date),
        "OLDER" => Age((age, seconds) => age >= seconds),
        "YOUNGER" => Age((age, seconds) => age <= seconds),
        "LARGER" => Size((size, octets) => size > octets),
        "SMALLER" => Size((size, octets) => size < octets),
        "MODSEQ" => ModSeq(),
        "UID" => InSet(Set(), isUid: true),
        "NOT" => Not(),
        "OR" => Or(),
        _ => throw ImapRefusal.Bad($"There is no search key {name}"),
    };

    Predicate<SearchSubject> Not()
    {
        arguments.Space();
        Predicate<SearchSubject> key = Read();
        return subject => !key(subject);
    }

    Predicate<SearchSubject> Or()
    {
        arguments.Space();
        Predicate<SearchSubject> one = Read();
        arguments.Space();
        Predicate<SearchSubject> other = Read();
        return subject => one(subject) || other(subject);
    }

    Predicate<SearchSubject> InSet(SequenceSet set, bool isUid)
    {
        HashSet<StoredMessage> members = [.. selected.Find(set, isUid).Select(numbered => numbered.Message)];
        return subject => members.Contains(subject.Message);
    }

    static Predicate<SearchSubject> HasFlag(string name, bool isWanted)
    {
        var flag = Enum.Parse<MessageFlags>(name, ignoreCase: true);
        return subject => subject.Message.Flags.HasFlag(flag) == isWanted;
    }

    static Predicate<SearchSubject> HasKeyword(string keyword, bool isWanted) =>
        subject => subject.Selected.Mailbox.KeywordsOf(subject.Message).Contains(keyword, StringComparer.OrdinalIgnoreCase) == isWanted;

    static Predicate<SearchSubject> InField(string name, string text) => subject => subject.HasInField(name, text);

    Predicate<SearchSubject> Content(string text, Func<SearchSubject, string, bool> has)
    {
        if (++_contentKeys > limits.ContentKeys) throw ImapRefusal.No("LIMIT", "The search looks for too many texts");
        return subject => has(subject, text);
    }

    Predicate<SearchSubject> Received(Func<DateOnly, DateOnly, bool> fits)
    {
        DateOnly date = Date();
        return subject => fits(DateOnly.FromDateTime(subject.Message.Received.UtcDateTime), date);
    }

    Predicate<SearchSubject> Sent(Func<DateOnly, DateOnly, bool> fits)
    {
        DateOnly date = Date();
        return subject => fits(ImapDates.SentOn(subject.Header.First("Date")) ?? DateOnly.FromDateTime(subject.Message.Received.UtcDateTime), date);
    }

    Predicate<SearchSubject> Age(Func<double, uint, bool> fits)
    {
        uint seconds = Number();
        DateTimeOffset now = clock.GetUtcNow();
        return subject => fits((now - subject.Message.Received).TotalSeconds, seconds);
    }

    Predicate<SearchSubject> Size(Func<long, uint, bool> fits)
    {
        uint octets = Number();
        return subject => fits(subject.Message.Size, octets);
    }

    Predicate<SearchSubject> ModSeq()
    {
        HasModSeq = true;
        arguments.Space();
        if (arguments.Peek == '"')
        {
            // An entry name and type: this server has one mod-sequence for all flags.
            arguments.AString();
            arguments.Space();
            arguments.Atom();
            arguments.Space();
        }
        ulong least = arguments.Number64();
        return subject => subject.Message.ModSeq >= least;
    }

    string Word()
    {
        arguments.Space();
        return arguments.Atom();
    }

    uint Number()
    {
        arguments.Space();
        return arguments.Number();
    }

    SequenceSet Set()
    {
        arguments.Space();
        return arguments.Set();
    }

    string Text()
    {
        arguments.Space();
        return arguments.Peek is '"' or '{' ? charset.GetString(arguments.StringBytes()) : arguments.AString();
    }

    DateOnly Date()
    {
        arguments.Space();
        return ImapDates.ParseDate(arguments.AString()) ?? throw ImapRefusal.Bad("A date such as 1-Feb-2026 is missing");
    }
}
