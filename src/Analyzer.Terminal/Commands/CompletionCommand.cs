using System.CommandLine;
using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that prints a script by which a shell completes the others: the script asks this program for proposals.</summary>
static class CompletionCommand
{
    public static Command Create(StandardStreams streams)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.CompletionSources.Add("bash", "zsh", "fish");
        shell.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name and not ("bash" or "zsh" or "fish")) result.AddError($"'{name}' is not bash, zsh or fish");
        });
        var command = new Command("completion", "Print a script that makes a shell complete commands, options, protocols and filters.") { shell };
        command.SetAction(result =>
        {
            streams.Output.Write(Encoding.UTF8.GetBytes(Script(result.GetRequiredValue(shell))));
            return ExitStatus.Ok;
        });
        return command;
    }

    internal static string Script(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        _ => Fish,
    };

    // Bash cuts words at colons and equals signs and replaces only what follows the last; the proposals are shortened to that.
    const string Bash = """
        _analyzer() {
            local line="${COMP_LINE:0:COMP_POINT}" whole proposal IFS=$'\n'
            whole="${line##*[[:space:]]}"
            whole="${whole#[\"\']}"
            local word="${COMP_WORDS[COMP_CWORD]}"
            case "$word" in [:=]) word="" ;; esac
            local kept="${whole%"$word"}"
            COMPREPLY=()
            for proposal in $(analyzer "[suggest:${#line}]" "$line" 2>/dev/null); do
                [[ "$proposal" == "$whole"* ]] && COMPREPLY+=("${proposal#"$kept"}")
            done
            [[ "${COMPREPLY[*]}" == *: || "${COMPREPLY[*]}" == *. ]] && compopt -o nospace
        }
        complete -o default -F _analyzer analyzer

        """;

    const string Zsh = """
        #compdef analyzer
        _analyzer() {
            local -a proposals
            proposals=("${(@f)$(analyzer "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if [[ -n "${proposals[1]}" ]]; then
                compadd -U -S '' -- ${proposals:#} && return
            fi
            _files
        }
        if [[ "$funcstack[1]" == _analyzer ]]; then
            _analyzer "$@"
        else
            compdef _analyzer analyzer
        fi

        """;

    const string Fish = """
        function __analyzer_proposals
            set -l line (commandline -cp)
            analyzer "[suggest:"(string length -- $line)"]" $line 2>/dev/null
        end
        complete -c analyzer -a '(__analyzer_proposals)'

        """;
}
