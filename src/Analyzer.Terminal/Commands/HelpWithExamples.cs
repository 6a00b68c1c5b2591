using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Analyzer.Dissection.Filtering;

namespace Analyzer.Terminal.Commands;

/// <summary>The usual help, the filter language where there is a filter, and examples.</summary>
sealed class HelpWithExamples : SynchronousCommandLineAction
{
    readonly HelpAction _usual;

    public HelpWithExamples(HelpAction usual, int width)
    {
        _usual = usual;
        _usual.MaxWidth = width;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int status = _usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        string[] examples = Examples(parseResult.CommandResult.Command.Name);
        if (examples.Length == 0) examples = Examples("");
        if (parseResult.CommandResult.Command.Options.Any(option => option.Name == "--filter")) WriteFilterLanguage(output);
        if (parseResult.CommandResult.Command.Name == "serve") ServeCommand.WriteHelp(output);
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return status;
    }

    void WriteFilterLanguage(TextWriter output)
    {
        output.WriteLine("Filters:");
        output.WriteLine("  field:value  contains; also a network, a list a,b, a glob with *, a range x..y");
        output.WriteLine("  = != ~       equals, does not, matches a regular expression");
        output.WriteLine("  < <= > >=    sizes with k M G, time spans with ms s m h, times as 09:30 or ISO");
        output.WriteLine("  word  \"a phrase\"  /regex/i    search addresses, hosts, users, subjects, names");
        output.WriteLine("  and (or nothing)  or  not (or -)  ( )");
        string line = "  Fields:";
        foreach (string name in FilterFields.All.Select(field => field.Name).Append("hdr.NAME"))
        {
            if (line.Length + 1 + name.Length > _usual.MaxWidth)
            {
                output.WriteLine(line);
                line = "         ";
            }
            line += " " + name;
        }
        output.WriteLine(line);
        output.WriteLine();
    }

    internal static string[] Examples(string command) => command switch
    {
        "read" => ["analyzer read office.pcapng", "analyzer read day1.pcap.gz day2.pcap.gz --json | jq 'select(.type == \"message\")'", "tcpdump -w - | analyzer read - --json", "analyzer read captures/ --json > all.jsonl"],
        "sessions" => ["analyzer sessions office.pcapng --filter 'proto:smtp code:5xx'", "analyzer sessions office.pcapng --decode-as 2525=smtp"],
        "messages" => ["analyzer messages office.pcapng --filter 'from:@example.org has:attachment size>1M'", "analyzer messages office.pcapng --json | jq -r .subject"],
        "files" => ["analyzer files office.pcapng --filter 'name:*.zip op:retr complete:no'"],
        "credentials" => ["analyzer credentials office.pcapng", "analyzer credentials office.pcapng --reveal --filter 'mech:plain result:accepted'"],
        "findings" => ["analyzer findings office.pcapng --filter 'severity:error'"],
        "hosts" => ["analyzer hosts office.pcapng --filter 'net:10.0.0.0/8'"],
        "tree" => ["analyzer tree office.pcapng", "analyzer tree office.pcapng --filter 'path:/pub size>1M'", "analyzer tree office.pcapng --json | jq -r 'select(.states | index(\"deleted\")) | .path'"],
        "journey" => ["analyzer journey '<1@example.org>' office.pcapng", "analyzer journey 1@example.org relay.pcapng mailbox.pcapng --json"],
        "show" => ["analyzer show office.pcapng --session 7", "analyzer show office.pcapng --session 7 --json"],
        "streams" => ["analyzer streams office.pcapng --filter 'gaps>0'", "analyzer streams office.pcapng --json"],
        "export" => ["analyzer export office.pcapng --output evidence", "analyzer export office.pcapng --output evidence --filter 'user:root or user:admin'"],
        "merge" => ["analyzer merge monday.jsonl tuesday.jsonl > week.jsonl", "analyzer merge */index.jsonl | jq -r 'select(.type == \"host\") | .ip'"],
        "generate" => ["analyzer generate --list", "analyzer generate smtp-lecture --output lecture.pcapng --truth lecture.json", "analyzer generate ftp-passive --output lossy.pcapng --loss 5 --reorder 10 --seed 7", "sudo analyzer generate alice-to-bob --live --output live.pcapng"],
        "selftest" => ["analyzer selftest", "analyzer selftest --only imap"],
        "live" => ["analyzer live", "analyzer live -i eth0 -i lo --json | jq 'select(.type == \"message\")'", "analyzer live -i eth0 --write office.pcapng --ring 10x100M --export evidence", "sudo tcpdump -U -w - | analyzer live -"],
        "interfaces" => ["analyzer interfaces", "analyzer interfaces --json | jq -r 'select(.up) | .name'"],
        "serve" => ["analyzer serve --ports-from 2025, then: telnet 127.0.0.1 2025", "analyzer serve --ports-from 2025 --users class.txt --retry 10s --give-up 2m", "analyzer serve --ports-from 2025 --fault 'smtp.rcpt:greylist=30s'"],
        "send" => ["analyzer send --server 127.0.0.1:2025 --from alice@crepes.fr --to bob@hamburger.edu --subject Hello --text 'Do you like ketchup?' --trace", "analyzer send letter.eml --server 127.0.0.1:2025 --starttls --ca analyzer-servers/certificate.pem --user alice", "analyzer send --from alice@crepes.fr --to bob@hamburger.edu --subject Crepe --attach crepe.jpg"],
        "fetch" => ["analyzer fetch pop3://bob:hungry@127.0.0.1:2026 --output inbox --delete --trace", "analyzer fetch imap://bob:hungry@127.0.0.1:2027/Work --list", "analyzer fetch imap://bob@mail.example --starttls --search 'UNSEEN' --headers", "analyzer fetch imap://bob:hungry@127.0.0.1:2027 --part 2 --output parts"],
        "ftp" or "get" or "put" or "list" => ["analyzer ftp get ftp://bob:hungry@127.0.0.1:2028/notes.txt", "analyzer ftp put notes.txt ftp://bob:hungry@127.0.0.1:2028/ --active --trace", "analyzer ftp list ftp://127.0.0.1:2028/ --starttls --ca analyzer-servers/certificate.pem"],
        "completion" => ["source <(analyzer completion bash)", "analyzer completion zsh > ~/.zfunc/_analyzer", "analyzer completion fish > ~/.config/fish/completions/analyzer.fish"],
        _ => ["analyzer read office.pcapng", "analyzer messages office.pcapng --filter 'from:@example.org'", "analyzer export office.pcapng --output evidence"],
    };
}
