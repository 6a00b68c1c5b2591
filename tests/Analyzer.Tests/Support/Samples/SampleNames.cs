using System.Buffers.Binary;
using System.Text;

namespace Analyzer.Tests.Support.Samples;

/// <summary>What a mail server asks the DNS before it delivers: who takes mail for the domain, and where that host is (RFC 1035, RFC 5321 section 5.1).</summary>
static class SampleNames
{
    const ushort TypeA = 1, TypeMx = 15, Internet = 1, DnsPort = 53;

    /// <summary>The answer's name is the question's, which begins behind the header (RFC 1035 section 4.1.4).</summary>
    const ushort PointerToQuestion = 0xC00C;

    public static void LookUp(SampleWire wire, SampleHost asking, SampleHost resolver, string domain, SampleHost exchanger)
    {
        byte[] preferenceAndName = [0, 10, .. Name(exchanger.Name)];
        Ask(wire, new SampleEnd(asking, 51_001), new SampleEnd(resolver, DnsPort), domain, TypeMx, preferenceAndName);
        Ask(wire, new SampleEnd(asking, 51_002), new SampleEnd(resolver, DnsPort), exchanger.Name, TypeA, exchanger.Address);
    }

    static void Ask(SampleWire wire, SampleEnd asking, SampleEnd resolver, string name, ushort type, byte[] answer)
    {
        byte[] question = [.. Name(name), .. Number(type), .. Number(Internet)];
        ushort id = asking.Port;
        wire.Send(SampleFrames.Udp(wire, asking, resolver, [.. Header(id, 0x0100, answers: 0), .. question]));
        wire.Wait(4_000);
        byte[] timeToLive = [0, 0, 0x0E, 0x10];
        byte[] record = [.. Number(PointerToQuestion), .. Number(type), .. Number(Internet), .. timeToLive, .. Number((ushort)answer.Length), .. answer];
        wire.Send(SampleFrames.Udp(wire, resolver, asking, [.. Header(id, 0x8180, answers: 1), .. question, .. record]));
    }

    static byte[] Header(ushort id, ushort flags, ushort answers) => [.. Number(id), .. Number(flags), .. Number(1), .. Number(answers), 0, 0, 0, 0];

    static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    static byte[] Number(ushort value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
