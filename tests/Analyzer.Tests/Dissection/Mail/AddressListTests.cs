using System.Text;
using Analyzer.Dissection.Mail;

namespace Analyzer.Tests.Dissection.Mail;

public sealed class AddressListTests
{
    static IEnumerable<string> Texts(string value) => AddressList.Parse(value).Select(address => address.ToString());

    [Theory]
    [InlineData("a@x.example", "", "a@x.example")]
    [InlineData("<a@x.example>", "", "a@x.example")]
    [InlineData("Alice <a@x.example>", "Alice", "a@x.example")]
    [InlineData("Alice B. Smith <a@x.example>", "Alice B. Smith", "a@x.example")]
    [InlineData("\"Smith, Alice\" <a@x.example>", "Smith, Alice", "a@x.example")]
    [InlineData("\"Al \\\"Ice\\\"\" <a@x.example>", "Al \"Ice\"", "a@x.example")]
    [InlineData("a@x.example (Alice (of B))", "Alice (of B)", "a@x.example")]
    [InlineData("\"a b\"@x.example", "", "\"a b\"@x.example")]
    [InlineData("<\"a>b\"@x.example>", "", "\"a>b\"@x.example")]
    [InlineData("a@[192.0.2.1]", "", "a@[192.0.2.1]")]
    [InlineData("a@[IPv6:2001:db8::1]", "", "a@[IPv6:2001:db8::1]")]
    [InlineData("=?utf-8?Q?Andr=C3=A9?= =?utf-8?Q?_M?= <a@x.example>", "André M", "a@x.example")]
    [InlineData("=?utf-8?Q?Doe,_John_<x>?= <a@x.example>", "Doe, John <x>", "a@x.example")]
    [InlineData("\"=?utf-8?B?w6k=?=\" <a@x.example>", "é", "a@x.example")]
    [InlineData("用户@例子.广告", "", "用户@例子.广告")]
    [InlineData("<>", "", "")]
    public void A_mailbox_has_a_name_and_an_address(string value, string name, string address)
    {
        Assert.Equal(new MailAddress(name, address), Assert.Single(AddressList.Parse(value)));
    }

    [Theory]
    [InlineData("<@relay.example,@b.example:a@x.example>", "a@x.example")]
    [InlineData("a @ x . example", "a@x.example")]
    [InlineData("a (c) @ (d) x.example", "a@x.example")]
    [InlineData("<a@x.example", "a@x.example")]
    [InlineData("<a @ x.example >", "a@x.example")]
    public void Obsolete_and_faulty_forms_are_read(string value, string address)
    {
        Assert.Equal(address, Assert.Single(AddressList.Parse(value)).Address);
    }

    [Theory]
    [InlineData("a@x.example, B <b@x.example>", "a@x.example|B <b@x.example>")]
    [InlineData(",, a@x.example,,b@x.example,", "a@x.example|b@x.example")]
    [InlineData("a@x.example; b@x.example", "a@x.example|b@x.example")]
    [InlineData("John Doe a@x.example", "John Doe <a@x.example>")]
    [InlineData("nobody", "nobody")]
    [InlineData("", "")]
    [InlineData("\"open a@x.example, b@x.example", "\"open <a@x.example>|b@x.example")]
    [InlineData("<a@x.example, b@x.example>", "a@x.example|b@x.example>")]
    public void A_list_is_taken_apart(string value, string expected)
    {
        Assert.Equal(expected, string.Join('|', Texts(value)));
    }

    [Fact]
    public void A_group_names_its_members()
    {
        AddressList list = AddressList.Parse("=?utf-8?Q?Caf=C3=A9?= Team: a@x.example, B <b@x.example>;, c@x.example");

        Assert.Equal([("Café Team", "a@x.example"), ("Café Team", "b@x.example"), (null, "c@x.example")], list.Select(one => (one.Group, one.Address)));
    }

    [Fact]
    public void An_empty_group_is_listed_by_its_name()
    {
        Assert.Equal(["undisclosed-recipients:;"], Texts("undisclosed-recipients:;"));
    }

    [Fact]
    public void All_address_fields_of_a_message_are_read()
    {
        MimeMessage message = Reading.Of(Encoding.UTF8.GetBytes("From: Žofie <z@x.example>\r\nTo: a@x.example\r\nTo: b@x.example\r\nCc: c@x.example,\r\n d@x.example\r\n\r\n"));

        Assert.Equal("Žofie", message.From[0].DisplayName);
        Assert.Equal(["a@x.example", "b@x.example"], message.To.Select(one => one.Address));
        Assert.Equal(["c@x.example", "d@x.example"], message.Cc.Select(one => one.Address));
    }

    [Fact]
    public void Addresses_beyond_the_limit_are_left_out()
    {
        AddressList list = AddressList.Parse(string.Concat(Enumerable.Repeat("a@x.example,", 3000)));

        Assert.Equal((2000, true), (list.Count, list.IsCut));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("\"")]
    [InlineData("\\\"")]
    [InlineData("<")]
    [InlineData("=?")]
    [InlineData("a:;")]
    [InlineData(":")]
    [InlineData("@:")]
    [InlineData("[")]
    [InlineData("<(")]
    public void A_flood_is_read_to_its_end(string piece)
    {
        string flood = string.Concat(Enumerable.Repeat(piece, 60_000));

        Assert.InRange(AddressList.Parse(flood).Count, 0, 2000);
    }
}
