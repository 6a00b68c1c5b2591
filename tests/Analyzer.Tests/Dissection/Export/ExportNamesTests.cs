using Analyzer.Capture;
using Analyzer.Dissection.Export;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Tests.Dissection.Export;

public sealed class ExportNamesTests
{
    static MessageRecord Message(string? subject, string? from = "Alice <alice@crepes.fr>") => new()
    {
        Id = 7,
        Session = 3,
        Protocol = "smtp",
        Via = "DATA",
        Time = new Timestamp(1_700_000_000_000_000_000),
        Subject = subject,
        From = from,
        Complete = true,
    };

    [Theory]
    [InlineData("{id}-{name}", "000007-Lunch_on_Friday.eml")]
    [InlineData("{date}-{id}-{name}", "20231114T221320-000007-Lunch_on_Friday.eml")]
    [InlineData("{name}", "Lunch_on_Friday.eml")]
    [InlineData("s{session}_{id}", "s000003_000007.eml")]
    [InlineData("{name}-{id}", "Lunch_on_Friday-000007.eml")]
    public void The_fields_of_a_template_are_filled_in(string template, string name)
    {
        ExportNames names = ExportNames.Parse(template, out _)!;

        Assert.Equal(name.Replace('_', ' '), names.Of(Message("Lunch on Friday")).Replace('_', ' '));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../{id}")]
    [InlineData("{id}/{name}")]
    [InlineData(".{id}")]
    [InlineData("{nme}")]
    [InlineData("{")]
    public void What_is_no_template_is_refused_with_a_reason(string template)
    {
        Assert.Null(ExportNames.Parse(template, out string problem));
        Assert.NotEqual("", problem);
    }

    [Theory]
    [InlineData("{name}")]
    [InlineData("{from}")]
    [InlineData("{from}-{name}-{from}")]
    public void A_hostile_text_makes_no_path(string template)
    {
        const string Trick = "../../etc/\u202Epasswd\0\u001b[2J";
        string name = ExportNames.Parse(template, out _)!.Of(Message(Trick, Trick));

        Assert.DoesNotContain('/', name);
        Assert.DoesNotContain("..", name);
        Assert.All(name, sign => Assert.InRange(sign, ' ', '~'));
    }

    [Fact]
    public void A_file_without_its_name_keeps_its_extension()
    {
        var transfer = new TransferRecord { Id = 5, Session = 1, Command = "RETR", Name = "app-2.1.zip", Complete = true };

        Assert.Equal("000005.zip", ExportNames.Parse("{id}", out _)!.Of(transfer));
    }
}
