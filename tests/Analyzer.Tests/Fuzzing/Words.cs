using System.Text;

namespace Analyzer.Tests.Fuzzing;

/// <summary>Says something else than was said: lines, numbers, literals, MIME. What comes out is close to the protocols, so that it gets past the first line.</summary>
static class Words
{
    static readonly byte[][] s_words =
    [
        .. ((string[])
        [
            "\r\n", "\n", "\r", "\r\n.\r\n", "\n.\n", "\r\n..", ".", "+OK ", "-ERR ", "250 ", "250-", "354 Go\r\n", "421 Bye\r\n", "220 ", "DATA\r\n", "BDAT 5 LAST\r\n", "RSET\r\n",
            "STARTTLS\r\n", "QUIT\r\n", "RETR 1\r\n", "TOP 1 0\r\n", "{5}\r\n", "{0}\r\n", "{99999999999}\r\n", "{4294967296}\r\n", "~{3}\r\n", "{3+}\r\n", "* 1 FETCH (BODY[] {4}\r\n",
            "(", ")", "((((", "\"", "\\", "[", "]", "NIL", "* ", "+ ", "a1 ", " ", "\t", "\0", "\u001B[2J", "\u00FF\u00FE", "\u202E", "AUTH PLAIN ", "AGEAYg==", "=", "227 ok (1,2,3,4,5,6)\r\n",
            "229 ok (|||1025|)\r\n", "PORT 192,0,2,1,4,1\r\n", "226 done\r\n", "STOR ../../x\r\n", "REST 5\r\n", "MODE Z\r\n", "Content-Type: multipart/mixed; boundary=b\r\n",
            "\r\n--b\r\n", "\r\n--b--\r\n", "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "=?utf-8?B?w6k=?=", "=?x?Q?=?=", "name*0*=utf-8''a%20b", "begin 644 x\r\n",
            "-1", "0", "1", "65536", "4294967295", "9223372036854775807", "18446744073709551616",
        ]).Select(Encoding.Latin1.GetBytes),
    ];

    /// <summary>A conversation in which some steps say something else, come again, are left out, or change places.</summary>
    public static Conversation Change(Conversation conversation, IReadOnlyList<Conversation> others, Random random)
    {
        List<Step> steps = [.. conversation.Steps];
        for (int left = 1 << random.Next(5); left > 0 && steps.Count > 0; left--)
        {
            int at = random.Next(steps.Count);
            switch (random.Next(8))
            {
                case 0:
                    steps.RemoveAt(at);
                    break;
                case 1:
                    steps.Insert(random.Next(steps.Count + 1), steps[at]);
                    break;
                case 2:
                    int other = random.Next(steps.Count);
                    (steps[at], steps[other]) = (steps[other], steps[at]);
                    break;
                case 3:
                    Conversation strange = others[random.Next(others.Count)];
                    steps.Insert(at, strange.Steps[random.Next(strange.Steps.Count)] with { Connection = steps[at].Connection });
                    break;
                default:
                    steps[at] = steps[at] with { Bytes = Change(steps[at].Bytes, random) };
                    break;
            }
        }
        return conversation with { Steps = steps };
    }

    static byte[] Change(byte[] bytes, Random random)
    {
        List<byte> changed = [.. bytes];
        for (int left = 1 << random.Next(4); left > 0; left--)
        {
            int at = random.Next(changed.Count + 1);
            int length = random.Next(Math.Min(changed.Count - at, 1 << random.Next(8)) + 1);
            switch (random.Next(6))
            {
                case 0:
                    changed.InsertRange(at, s_words[random.Next(s_words.Length)]);
                    break;
                case 1:
                    changed.RemoveRange(at, length);
                    break;
                case 2:
                    changed.InsertRange(random.Next(changed.Count + 1), changed.GetRange(at, length));
                    break;
                case 3 when at < changed.Count:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 4:
                    ChangeNumber(changed, at, random);
                    break;
                case 5:
                    changed.RemoveRange(at, length);
                    changed.InsertRange(at, s_words[random.Next(s_words.Length)]);
                    break;
            }
        }
        return [.. changed];
    }

    // Counts, codes and lengths are what dissectors believe most.
    static void ChangeNumber(List<byte> bytes, int from, Random random)
    {
        int at = bytes.FindIndex(from, value => value is >= (byte)'0' and <= (byte)'9');
        if (at >= 0) bytes[at] = (byte)('0' + random.Next(10));
    }
}
