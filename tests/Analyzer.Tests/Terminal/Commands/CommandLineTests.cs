using System.Text;
using Analyzer.Dissection.Filtering;
using Analyzer.Terminal.Commands;
using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Commands;

/// <summary>The command line within this process, as far as it needs no capture.</summary>
public sealed class CommandLineTests : IDisposable
{
    readonly MemoryStream _output = new();
    readonly StringWriter _error = new() { NewLine = "\n" };

    [Theory]
    [InlineData("", "a command is missing (see 'analyzer --help')")]
    [InlineData("reed x", "there is no command 'reed'; did you mean 'read'? (see 'analyzer --help')")]
    [InlineData("--verson", "there is no option '--verson'; did you mean '--version'? (see 'analyzer --help')")]
    [InlineData("read", "CAPTURE is missing (see 'analyzer read --help')")]
    [InlineData("read --jsn x", "there is no option '--jsn'; did you mean '--json'? (see 'analyzer read --help')")]
    [InlineData("read x --filter form:a", "--filter: there is no field 'form'; did you mean 'from'? (column 1) (see 'analyzer read --help')")]
    [InlineData("read x --decode-as 25", "--decode-as: '25' is not PORT=PROTOCOL, such as 2525=smtp (see 'analyzer read --help')")]
    [InlineData("read x --overlap middle", "--overlap: 'middle' is neither first nor last (see 'analyzer read --help')")]
    [InlineData("read x --filter", "--filter lacks its EXPR (see 'analyzer read --help')")]
    [InlineData("read x --threads 0", "--threads: it is a number from 1 to 16 (see 'analyzer read --help')")]
    [InlineData("read x --threads many", "--threads: 'many' is not a number (see 'analyzer read --help')")]
    [InlineData("generate x --output y --loss many", "--loss: 'many' is not a number (see 'analyzer generate --help')")]
    [InlineData("generate x --output y --loss 91", "--loss: it is a number from 0 to 90 (see 'analyzer generate --help')")]
    [InlineData("show x", "--session N is missing (see 'analyzer show --help')")]
    [InlineData("show x --session seven", "--session: 'seven' is not a number (see 'analyzer show --help')")]
    [InlineData("export x", "--output DIR is missing (see 'analyzer export --help')")]
    [InlineData("sessions x --reveal", "there is no option '--reveal' (see 'analyzer sessions --help')")]
    [InlineData("completion", "SHELL is missing (see 'analyzer completion --help')")]
    [InlineData("completion tcsh", "'tcsh' is not bash, zsh or fish (see 'analyzer completion --help')")]
    [InlineData("completion bash extra", "'extra' is one word too many (see 'analyzer completion --help')")]
    public void A_mistake_takes_one_line_and_status_1(string line, string problem)
    {
        Assert.Equal(1, Run(line));

        Assert.Equal(("", $"analyzer: {problem}\n"), (Output, _error.ToString()));
    }

    [Fact]
    public void A_capture_that_is_not_there_is_status_2()
    {
        Assert.Equal(2, Run("read /no/such/capture"));

        Assert.Equal(("", 1), (Output, _error.ToString().Count(c => c == '\n')));
    }

    [Fact]
    public void A_capture_whose_name_looks_like_an_option_can_be_named()
    {
        Assert.Equal(2, Run("read -- --odd"));

        Assert.StartsWith("analyzer: --odd: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("read --help")]
    [InlineData("sessions -h")]
    [InlineData("messages --help")]
    [InlineData("files --help")]
    [InlineData("credentials --help")]
    [InlineData("findings --help")]
    [InlineData("hosts --help")]
    [InlineData("show --help")]
    [InlineData("streams --help")]
    [InlineData("export --help")]
    [InlineData("completion --help")]
    [InlineData("read --no-such-option --help")]
    public void Help_has_examples(string line)
    {
        Assert.Equal(0, Run(line));

        Assert.Contains("Usage:", Output, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  ", Output, StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void A_command_that_is_named_is_the_only_one_made_and_any_other_word_makes_all()
    {
        foreach ((string name, _) in AnalyzerCommand.All) Assert.Equal(name, Assert.Single(AnalyzerCommand.Create(Streams, name).Subcommands).Name);

        Assert.Equal(AnalyzerCommand.All.Select(command => command.Name), AnalyzerCommand.Create(Streams, "no-such-command").Subcommands.Select(command => command.Name));
    }

    [Fact]
    public void Every_example_of_a_filter_is_understood()
    {
        foreach (string command in AnalyzerCommand.Create(Streams).Subcommands.Select(command => command.Name))
        {
            string[] examples = HelpWithExamples.Examples(command);
            Assert.NotEmpty(examples);
            foreach (string example in examples.Where(text => text.Contains("--filter '", StringComparison.Ordinal)))
            {
                string filter = example.Split("--filter '")[1].Split('\'')[0];
                Assert.True(Filter.TryParse(filter, out _, out FilterError? error), error?.ToString());
            }
        }
    }

    [Theory]
    [InlineData("--version")]
    public void The_version_is_told(string line)
    {
        Assert.Equal(0, Run(line));

        Assert.Matches("^analyzer [0-9]+\\.[0-9]+\\.[0-9]+\n$", Output);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _analyzer analyzer")]
    [InlineData("zsh", "#compdef analyzer")]
    [InlineData("fish", "complete -c analyzer")]
    public void A_shell_gets_its_script(string shell, string expected)
    {
        Assert.Equal(0, Run($"completion {shell}"));

        Assert.Contains(expected, Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analyzer ses", "sessions")]
    [InlineData("analyzer read --ove", "--overlap")]
    [InlineData("analyzer read x --overlap ", "first last")]
    [InlineData("analyzer read x --filter subj", "subject:")]
    [InlineData("analyzer read x --filter result:acc", "result:accepted")]
    [InlineData("analyzer read x --filter tls:decr", "tls:decrypted")]
    [InlineData("analyzer completion f", "fish")]
    public void A_shell_is_told_how_a_line_goes_on(string line, string expected)
    {
        Assert.Equal(0, AnalyzerCommand.Run([$"[suggest:{line.Length}]", line], Streams));

        Assert.Equal(expected.Split(' '), Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("25=smtp", null)]
    [InlineData("65535=ftp", null)]
    [InlineData("2525=SMTP", null)]
    [InlineData("25", "is not PORT=PROTOCOL")]
    [InlineData("=smtp", "is not PORT=PROTOCOL")]
    [InlineData("0=smtp", "is not PORT=PROTOCOL")]
    [InlineData("65536=smtp", "is not PORT=PROTOCOL")]
    [InlineData("-25=smtp", "is not PORT=PROTOCOL")]
    [InlineData("25=smpt", "there is no protocol 'smpt'; did you mean 'smtp'?; there are smtp, ftp")]
    [InlineData("25=", "there is no protocol ''")]
    public void A_ports_protocol_is_checked(string value, string? problem)
    {
        string? found = CaptureOptions.ProblemOf(value, ["smtp", "ftp"]);

        if (problem is null) Assert.Null(found);
        else Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    StandardStreams Streams => new() { Output = new GuardedOutput(_output), Error = _error };

    string Output => Encoding.UTF8.GetString(_output.ToArray()).ReplaceLineEndings("\n");

    int Run(string line) => AnalyzerCommand.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Streams);
}
