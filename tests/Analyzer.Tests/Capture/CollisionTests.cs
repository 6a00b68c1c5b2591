using Analyzer.Capture;
using Analyzer.Capture.Packets;
using Analyzer.Capture.Streams;

namespace Analyzer.Tests.Capture;

/// <summary>Addresses and ports that somebody has chosen so that their usual hashes are the same.</summary>
public sealed class CollisionTests
{
    const int Count = 20_000;

    [Fact]
    public void Addresses_made_to_collide_have_different_hashes() => AssertSpread(Enumerable.Range(0, Count).Select(number => V6(number, number).GetHashCode()));

    [Fact]
    public void Addresses_of_one_network_have_different_hashes() => AssertSpread(Enumerable.Range(0, Count).Select(number => IpAddress.From([10, 0, (byte)(number >> 8), (byte)number]).GetHashCode()));

    [Fact]
    public void Connections_made_to_collide_have_different_hashes() => AssertSpread(Enumerable.Range(0, Count).Select(number => (int)ConnectionKey.Of(SegmentOf(number), out _).Hash()));

    // Where the secret is left out on purpose, a collision costs four places and no more.
    [Fact]
    public void A_flood_of_SYNs_of_one_place_leaves_the_places_of_others_alone()
    {
        var table = new HalfOpenTable();
        table.Add(Syn(0, place: 7));
        for (int number = 1; number < Count; number++) table.Add(Syn(number, place: 8));

        Assert.True(table.TryTake(1_000_000, 7, null, out _));
        Assert.Equal(4, Enumerable.Range(1, Count - 1).Count(number => table.TryTake(1_000_000 + (ulong)number, 8, null, out _)));
    }

    [Fact]
    public void Which_SYNs_are_forgotten_does_not_depend_on_the_secret()
    {
        Assert.Equal(Survivors(secret: 1), Survivors(secret: 0x9E3779B97F4A7C15));

        static List<int> Survivors(ulong secret)
        {
            var table = new HalfOpenTable();
            for (int number = 0; number < 200_000; number++) table.Add(Syn(number, place: (uint)number * 2654435761, secret));
            return [.. Enumerable.Range(0, 200_000).Where(number => table.TryTake((ulong)(number + 1_000_000) * secret, (uint)number * 2654435761, null, out _))];
        }
    }

    static HalfOpen Syn(int number, uint place, ulong secret = 1) => new() { KeyHash = (ulong)(number + 1_000_000) * secret, Place = place, Packets = 1, Id = number };

    static void AssertSpread(IEnumerable<int> hashes)
    {
        // Chance alone makes a handful of these equal, and some thousands share a bucket.
        List<int> all = [.. hashes];
        Assert.InRange(all.Distinct().Count(), Count - 20, Count);
        Assert.InRange(all.GroupBy(hash => hash & 0x3FFF).Max(bucket => bucket.Count()), 1, 20);
    }

    // Both halves of each number are the same, so that folding them together gives nothing.
    static IpAddress V6(int one, int other)
    {
        byte[] a = BitConverter.GetBytes(one), b = BitConverter.GetBytes(other);
        return IpAddress.From([.. a, .. b, .. a, .. b]);
    }

    static TcpSegment SegmentOf(int number) => new()
    {
        Source = V6(number, number),
        Destination = V6(~number, ~number),
        SourcePort = (ushort)number,
        DestinationPort = (ushort)number,
        Sequence = 0,
        Acknowledgment = 0,
        Flags = TcpFlags.Syn,
        Payload = default,
        Extent = default,
        Time = Timestamp.Unknown,
        PacketNumber = 1,
    };
}
