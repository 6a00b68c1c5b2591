using System.Diagnostics;

namespace Analyzer.EndToEnd.Tests.Commands;

/// <summary>The script for bash, run by bash.</summary>
public sealed class CompletionTests
{
    [Theory(SkipUnless = nameof(HasBash), Skip = "there is no bash")]
    [InlineData("analyzer sess", "analyzer sess", "sessions")]
    [InlineData("analyzer read --ove", "analyzer read --ove", "--overlap")]
    [InlineData("analyzer read x --filter subj", "analyzer read x --filter subj", "subject:")]
    [InlineData("analyzer read x --filter tls:decr", "analyzer read x --filter tls : decr", "decrypted")]
    [InlineData("analyzer read x --filter tls:", "analyzer read x --filter tls :", "decrypted no none offered refused started yes")]
    public async Task Bash_completes_a_line(string line, string words, string expected)
    {
        string script =
            $"""
            analyzer() (dotnet "{Path.Combine(AppContext.BaseDirectory, "analyzer.dll")}" "$@")
            source <(analyzer completion bash)
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({words}) COMP_CWORD=$(({words.Split(' ').Length} - 1))
            compopt() (:)
            _analyzer
            echo "$(IFS=' '; echo "${"{COMPREPLY[*]}"}")"
            """;
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true })!;
        string told = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, told.TrimEnd('\n'));
    }

    public static bool HasBash => File.Exists("/bin/bash") || File.Exists("/usr/bin/bash");
}
