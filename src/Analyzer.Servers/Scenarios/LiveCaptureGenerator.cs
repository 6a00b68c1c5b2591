using System.Net;
using System.Net.Sockets;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Servers.Hosting;
using Analyzer.Servers.Recording;
using Analyzer.Servers.Recording.Packets;
using Analyzer.Servers.Recording.Sockets;
using Analyzer.Servers.Recording.Timing;
using Analyzer.Servers.Recording.Truth;
using Analyzer.Servers.Scenarios.Staging;

namespace Analyzer.Servers.Scenarios;

/// <summary>
/// Plays scenarios over real sockets on the loopback interface, while somebody captures there. Waits are leapt over: half an hour passes in a
/// moment, for the dates in the mail as for the retries. One at a time: the ports are the machine's.
/// </summary>
public static class LiveCaptureGenerator
{
    /// <summary>What people do in a play is the same each time; the packets are not.</summary>
    const int Seed = 1;

    /// <summary>Where nobody sends anything (RFC 863's service is long gone).</summary>
    const int TurnPort = 9;

    static readonly TimeSpan s_calm = TimeSpan.FromSeconds(3);

    /// <summary>The packets of the plays, and no others, in the language of pcap-filter(7).</summary>
    public static string Filter { get; } = string.Join(" or ", Cast.All.Select(host => $"host {SocketNetwork.Inside(Cast.AddressesOf(host).Version4)}"));

    /// <summary>Plays a scenario; returns null when there is none of that name. <paramref name="openTap"/> is called just before, and what it opened is not disposed here.</summary>
    /// <exception cref="LivePlayException">It cannot be played here, or the capture lacks packets.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was signalled.</exception>
    public static GeneratedCapture? Play(string name, Func<ILoopbackTap> openTap, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(openTap);
        Scenario? scenario = ScenarioList.All.FirstOrDefault(scenario => scenario.Name == name);
        return scenario is null ? null : Play(scenario, openTap(), cancel);
    }

    static GeneratedCapture Play(Scenario scenario, ILoopbackTap tap, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("analyzer-scenario-");
        try
        {
            using Socket turn = TakeTurn();
            using KeyLogPart? keys = scenario.UsesTls ? KeyLogPart.Begin() : null;
            var pump = new Pump(DateTimeOffset.UtcNow) { Stop = cancel };
            using var network = new SocketNetwork(pump, Seed);
            GeneratedCapture? made = null;
            pump.Run(async () =>
            {
                var book = new DialogueBook(network.Connections);
                network.Connections.OnAsked = book.Opened;
                var facts = new LetterFacts();
                await using var stage = new Stage(network, book, facts, folder);
                await scenario.PlayAsync(stage);
                await stage.PauseAsync(s_calm);
                made = Write(scenario, tap.Finish(), keys?.Read(), new TruthBuilder(book, network.Connections, new WholeCapture(), facts));
            });
            return made!;
        }
        catch (SocketException refused)
        {
            throw new LivePlayException(refused.Message + Advice(refused.SocketErrorCode), refused);
        }
        catch (Exception broken) when (broken is ChannelException or AgentRefusedException or FtpRefusedException)
        {
            throw new LivePlayException($"the play broke off: {broken.Message}", broken);
        }
        catch (PumpStuckException stuck)
        {
            throw new LivePlayException("what one side sends does not reach the other: does a firewall filter the loopback interface?", stuck);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Two plays at a time would be in one another's captures: whoever holds this port plays.</summary>
    static Socket TakeTurn()
    {
        var turn = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            turn.Bind(new IPEndPoint(SocketNetwork.Inside(Cast.AddressesOf(Cast.Names).Version4), TurnPort));
            return turn;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            turn.Dispose();
            throw new LivePlayException("another scenario is being played on this machine", taken);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    static string Advice(SocketError error) => error switch
    {
        SocketError.AccessDenied => " (ports below 1024 need root, or net.ipv4.ip_unprivileged_port_start=0)",
        SocketError.AddressAlreadyInUse => " (another server listens there)",
        _ => "",
    };

    static GeneratedCapture Write(Scenario scenario, IReadOnlyList<TappedFrame> frames, string? keys, TruthBuilder truth)
    {
        using var file = new MemoryStream();
        var writer = new PcapNgWriter(file, $"{scenario.Name}: {scenario.Shows} (played over the loopback interface)", "lo", snapLength: 0);
        if (keys is not null) writer.AddSecrets(keys);
        foreach (TappedFrame frame in frames) writer.AddFrame(frame.Time.UtcTicks, frame.Bytes.Span);
        return CaptureGenerator.Finish(scenario, file.ToArray(), keys, truth.Build(scenario.Name, scenario.Shows, Seed, Impairments.None));
    }
}
