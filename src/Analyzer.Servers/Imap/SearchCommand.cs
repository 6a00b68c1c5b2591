using System.Globalization;
using System.Text;
using Analyzer.Servers.Imap.Mime;
using Analyzer.Servers.Store;

namespace Analyzer.Servers.Imap;

/// <summary>SEARCH and UID SEARCH with the results of RFC 9051, section 6.4.4 (ESEARCH, SEARCHRES) or RFC 3501, section 7.2.5.</summary>
static class SearchCommand
{
    public static string Run(ImapSession session, ImapCommand command)
    {
        ImapParser arguments = command.Arguments;
        arguments.Space();
        HashSet<string>? options = null;
        string first = arguments.Peek is 'R' or 'r' or 'C' or 'c' ? arguments.Rest : "";
        if (first.StartsWith("RETURN ", StringComparison.OrdinalIgnoreCase))
        {
            options = ReadOptions(arguments);
            first = arguments.Rest;
        }
        Encoding charset = first.StartsWith("CHARSET ", StringComparison.OrdinalIgnoreCase) ? ReadCharset(arguments) : Encoding.UTF8;
        SelectedMailbox selected = session.Selected!;
        var keys = new SearchKeys(arguments, selected, charset, session.Context.Clock, session.Options.Limits);
        Predicate<SearchSubject> fits = keys.ReadAll();
        arguments.End();
        session.KnowsModSeq |= keys.HasModSeq;
        List<(int Number, StoredMessage Message)> found = Find(session, selected, fits);
        if (options?.Contains("SAVE") == true) selected.Saved = Save(options, found);
        Tell(session, command, options, found, keys.HasModSeq);
        return $"OK {command.Name} completed";
    }

    static HashSet<string> ReadOptions(ImapParser arguments)
    {
        arguments.Name();
        arguments.Space();
        var options = new HashSet<string>();
        arguments.List(() => options.Add(arguments.Name()));
        if (options.FirstOrDefault(option => option is not ("MIN" or "MAX" or "ALL" or "COUNT" or "SAVE")) is { } unknown) throw ImapRefusal.Bad($"There is no result option {unknown}");
        arguments.Space();
        return options.Count == 0 ? ["ALL"] : options;
    }

    static Encoding ReadCharset(ImapParser arguments)
    {
        arguments.Name();
        arguments.Space();
        Encoding charset = Charsets.Find(arguments.AString()) ?? throw ImapRefusal.No("BADCHARSET (UTF-8 US-ASCII)", "The character set is not known");
        arguments.Space();
        return charset;
    }

    static List<(int Number, StoredMessage Message)> Find(ImapSession session, SelectedMailbox selected, Predicate<SearchSubject> fits)
    {
        var found = new List<(int, StoredMessage)>();
        foreach ((int number, StoredMessage message) in selected.Numbered())
        {
            session.Stop.ThrowIfCancellationRequested();
            if (message.IsExpunged) continue;
            using var subject = new SearchSubject(selected, number, message, session.Options.Limits);
            if (fits(subject)) found.Add((number, message));
        }
        return found;
    }

    // With MIN and MAX alone, only these are saved (RFC 5182, section 2.4).
    static HashSet<StoredMessage> Save(HashSet<string> options, List<(int Number, StoredMessage Message)> found)
    {
        if (found.Count == 0) return [];
        bool isPart = (options.Contains("MIN") || options.Contains("MAX")) && !options.Contains("ALL") && !options.Contains("COUNT");
        if (!isPart) return [.. found.Select(numbered => numbered.Message)];
        HashSet<StoredMessage> saved = [];
        if (options.Contains("MIN")) saved.Add(found[0].Message);
        if (options.Contains("MAX")) saved.Add(found[^1].Message);
        return saved;
    }

    static void Tell(ImapSession session, ImapCommand command, HashSet<string>? options, List<(int Number, StoredMessage Message)> found, bool hasModSeq)
    {
        bool isUid = command.Name == "UID SEARCH";
        List<uint> numbers = [.. found.Select(numbered => isUid ? numbered.Message.Uid : (uint)numbered.Number)];
        string modSeq = hasModSeq && found.Count > 0 ? found.Max(numbered => numbered.Message.ModSeq).ToString(CultureInfo.InvariantCulture) : "";
        if (options is null && !session.IsRevision2)
        {
            string list = string.Concat(numbers.Select(number => string.Create(CultureInfo.InvariantCulture, $" {number}")));
            session.Write($"* SEARCH{list}{(modSeq.Length > 0 ? $" (MODSEQ {modSeq})" : "")}");
            return;
        }
        options ??= ["ALL"];
        if (options is { Count: 1 } && options.Contains("SAVE")) return;
        var text = new StringBuilder($"* ESEARCH (TAG \"{command.Tag}\")");
        if (isUid) text.Append(" UID");
        if (numbers.Count > 0 && options.Contains("MIN")) text.Append(CultureInfo.InvariantCulture, $" MIN {numbers[0]}");
        if (numbers.Count > 0 && options.Contains("MAX")) text.Append(CultureInfo.InvariantCulture, $" MAX {numbers[^1]}");
        if (numbers.Count > 0 && options.Contains("ALL")) text.Append(CultureInfo.InvariantCulture, $" ALL {SequenceSet.Format(numbers)}");
        if (options.Contains("COUNT")) text.Append(CultureInfo.InvariantCulture, $" COUNT {numbers.Count}");
        if (modSeq.Length > 0) text.Append(CultureInfo.InvariantCulture, $" MODSEQ {modSeq}");
        session.Write(text.ToString());
    }
}
