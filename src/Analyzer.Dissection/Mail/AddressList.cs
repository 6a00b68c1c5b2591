using System.Collections;

namespace Analyzer.Dissection.Mail;

/// <summary>
/// The addresses of a field such as From, To or Cc (RFC 5322 3.4 with the obsolete syntax of 4.4, RFC 6532 for UTF-8), groups taken
/// apart. What is no address at all is kept as one, since a person may still read it.
/// </summary>
public sealed class AddressList : IReadOnlyList<MailAddress>
{
    readonly List<MailAddress> _addresses;

    AddressList(List<MailAddress> addresses, bool isCut) => (_addresses, IsCut) = (addresses, isCut);

    /// <summary>Whether the field has more addresses than the limit allows.</summary>
    public bool IsCut { get; }

    /// <inheritdoc/>
    public int Count => _addresses.Count;

    /// <inheritdoc/>
    public MailAddress this[int index] => _addresses[index];

    /// <summary>Reads an unfolded value, its raw bytes already Unicode, its encoded words not yet decoded.</summary>
    public static AddressList Parse(string value, MimeLimits? limits = null)
    {
        List<MailAddress> addresses = Read(value, limits ?? MimeLimits.Default, out bool isCut);
        return new AddressList(addresses, isCut);
    }

    internal static List<MailAddress> Read(string value, MimeLimits limits, out bool isCut)
    {
        var parser = new AddressParser(value, limits.Addresses);
        isCut = !parser.TryReadAll(out List<MailAddress> addresses);
        return addresses;
    }

    /// <inheritdoc/>
    public IEnumerator<MailAddress> GetEnumerator() => _addresses.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
