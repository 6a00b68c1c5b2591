using System.Text;
using Analyzer.Dissection.Imap;

namespace Analyzer.Tests.Dissection.Imap;

public sealed class BodyStructureTests
{
    static BodyStructure? Read(string text)
    {
        var reader = new BodyStructureReader();
        var tokens = new ImapTokenizer(Encoding.ASCII.GetBytes(text));
        while (tokens.TryRead(out ImapToken token)) reader.OnToken(token);
        return reader.Result;
    }

    static string Show(BodyStructure part) =>
        part.IsMultipart ? $"{part.Number}[{part.Boundary}: {string.Join(", ", part.Parts.Select(Show))}]" : $"{part.Number}={part.Octets}";

    [Theory]
    [InlineData("(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"x\") NIL NIL \"7BIT\" 1152 23)", "=1152")]
    [InlineData("((\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 10 1)(\"IMAGE\" \"PNG\" NIL NIL NIL \"BASE64\" 20) \"MIXED\" (\"BOUNDARY\" \"b1\") NIL NIL)", "[b1: 1=10, 2=20]")]
    [InlineData("(((\"T\" \"P\" NIL NIL NIL \"7\" 1 1)(\"T\" \"H\" NIL NIL NIL \"7\" 2 1) \"ALTERNATIVE\" (\"boundary\" \"in\") NIL)(\"A\" \"P\" NIL NIL NIL \"B\" 3) \"MIXED\" (\"X\" \"BOUNDARY\" \"BOUNDARY\" \"out\"))", "[out: 1[in: 1.1=1, 1.2=2], 2=3]")]
    [InlineData("(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 300 (\"d\" \"s\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"TEXT\" \"PLAIN\" (\"BOUNDARY\" \"no\") NIL NIL \"7BIT\" 5 1) 9)", "=300")]
    [InlineData("((\"T\" \"P\" NIL NIL NIL \"7\" 1 1) \"MIXED\")", "[: 1=1]")]
    [InlineData("((\"T\" \"P\" NIL NIL NIL \"7\" 1 1 NIL (\"attachment\" (\"BOUNDARY\" \"no\"))) \"MIXED\" NIL (\"inline\" (\"BOUNDARY\" \"x\")))", "[: 1=1]")]
    public void Parts_have_numbers_octets_and_boundaries(string text, string expected) => Assert.Equal(expected, Show(Read(text)!));

    [Fact]
    public void One_that_is_too_large_is_not_kept()
    {
        string parts = string.Concat(Enumerable.Repeat("(\"T\" \"P\" NIL NIL NIL \"7\" 1 1)", ImapLimits.StructureParts + 1));

        Assert.Null(Read($"({parts} \"MIXED\" (\"BOUNDARY\" \"b\"))"));
    }

    [Fact]
    public void One_that_does_not_close_is_not_there() => Assert.Null(Read("((\"T\" \"P\""));
}
