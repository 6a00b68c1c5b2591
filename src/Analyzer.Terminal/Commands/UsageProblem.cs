using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Analyzer.Dissection.Filtering;

namespace Analyzer.Terminal.Commands;

/// <summary>Says in one line what is wrong with a command line, and where to read on.</summary>
static class UsageProblem
{
    /// <summary>The line; null: nothing is wrong.</summary>
    public static string? Of(ParseResult parsed)
    {
        // Whoever asks for help gets it.
        if (parsed.Action is SynchronousCommandLineAction { ClearsParseErrors: true } and not ParseErrorAction) return null;
        Command command = parsed.CommandResult.Command;
        string? problem = UnknownOption(parsed, command) ?? (parsed.Action is ParseErrorAction ? Problem(parsed, command) : null);
        string name = string.Join(' ', Names(parsed.CommandResult).Reverse().Prepend("analyzer"));
        return problem is null ? null : $"{problem.TrimEnd('.')} (see '{name} --help')";
    }

    static IEnumerable<string> Names(CommandResult? result)
    {
        for (; result is { Command: not RootCommand }; result = result.Parent as CommandResult) yield return result.Command.Name;
    }

    // A word that begins with a hyphen is taken for a capture when it is no option; "-- -name" says that it is one.
    static string? UnknownOption(ParseResult parsed, Command command)
    {
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)) return null;
        IEnumerable<string> arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        string? word = arguments.Concat(parsed.UnmatchedTokens).FirstOrDefault(value => value.Length > 1 && value[0] == '-');
        return word is null ? null : $"there is no option '{word}'{Suggestion.For(word, command.Options.SelectMany(option => option.Aliases.Append(option.Name)))}";
    }

    static string Problem(ParseResult parsed, Command command)
    {
        if (command is RootCommand && parsed.UnmatchedTokens.Count > 0)
            return $"there is no command '{parsed.UnmatchedTokens[0]}'{Suggestion.For(parsed.UnmatchedTokens[0], command.Subcommands.Select(sub => sub.Name))}";
        if (command is RootCommand || command.Subcommands.Count > 0) return "a command is missing";
        if (parsed.UnmatchedTokens.Count > 0) return $"'{parsed.UnmatchedTokens[0]}' is one word too many";
        Argument? lacking = command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 });
        if (lacking is not null) return $"{lacking.Name} is missing";
        Option? required = command.Options.FirstOrDefault(option => option.Required && parsed.GetResult(option)?.IdentifierToken is null);
        if (required is not null) return $"{required.Name} {required.HelpName} is missing";
        return parsed.Errors[0].SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => $"{option.Option.Name} lacks its {option.Option.HelpName}",
            OptionResult option when option.Option.ValueType == typeof(int) && option.Number<int>() is null => $"{option.Option.Name}: '{option.Tokens[0].Value}' is not a number",
            OptionResult option when option.Option.ValueType == typeof(double) && option.Number<double>() is null => $"{option.Option.Name}: '{option.Tokens[0].Value}' is not a number",
            _ => parsed.Errors[0].Message,
        };
    }
}
