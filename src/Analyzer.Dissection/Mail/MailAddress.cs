namespace Analyzer.Dissection.Mail;

/// <summary>A mailbox named in a field such as From or To (RFC 5322 3.4), decoded to Unicode.</summary>
/// <param name="DisplayName">Of the person, or from a comment behind the address as in older mail; empty when there is none.</param>
/// <param name="Address">local@domain as written, without comments and source route; empty for an empty group.</param>
/// <param name="Group">The group that it is listed in (RFC 5322 3.4, RFC 6854); null outside groups.</param>
public sealed record MailAddress(string DisplayName, string Address, string? Group = null)
{
    /// <summary>"Name &lt;local@domain&gt;", or the one that there is; "Group:;" for an empty group.</summary>
    public override string ToString()
    {
        if (DisplayName.Length == 0) return Address.Length == 0 && Group != null ? $"{Group}:;" : Address;
        return Address.Length == 0 ? DisplayName : $"{DisplayName} <{Address}>";
    }
}
