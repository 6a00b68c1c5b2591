using Analyzer.Capture;
using Analyzer.Dissection.Names;

namespace Analyzer.Tests.Dissection.Names;

public sealed class HostNamesTests
{
    static IpAddress Address(int number) => IpAddress.From([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    [Fact]
    public void Names_are_kept_once_in_the_order_told_in_lower_case_and_without_a_final_dot()
    {
        var names = new HostNames();
        foreach (string name in (string[])["Mail.Example.", "mail.example", "other.example", "", "."]) names.Add(Address(1), name);

        Assert.Equal(["mail.example", "other.example"], names.Of(Address(1)));
        Assert.Equal("mail.example", names.FirstOf(Address(1)));
    }

    [Fact]
    public void An_address_that_nobody_told_of_has_none()
    {
        Assert.Empty(new HostNames().Of(Address(1)));
        Assert.Null(new HostNames().FirstOf(Address(1)));
    }

    [Fact]
    public void A_flood_of_answers_does_not_fill_the_memory()
    {
        var names = new HostNames();
        for (int i = 0; i <= HostNames.MaxNames; i++) names.Add(Address(0), $"name{i}.example");
        for (int i = 1; i <= HostNames.MaxAddresses; i++) names.Add(Address(i), "host.example");

        Assert.Equal(HostNames.MaxNames, names.Of(Address(0)).Count);
        Assert.Single(names.Of(Address(HostNames.MaxAddresses - 1)));
        Assert.Empty(names.Of(Address(HostNames.MaxAddresses)));
    }
}
