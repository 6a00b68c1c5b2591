using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Analyzer.Capture.Sources.Live;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>The command that lists what could be watched.</summary>
static class InterfacesCommand
{
    public static Command Create(StandardStreams streams)
    {
        var json = new Option<bool>("--json") { Description = "JSON Lines instead of a table" };
        var command = new Command("interfaces", "List the network interfaces that 'live' can watch.") { json };
        command.SetAction(result =>
        {
            using var invocation = new Invocation(streams, isQuiet: false);
            if (!LiveDevices.TryList(out IReadOnlyList<LiveDevice> devices, out LiveFailure? failure))
            {
                invocation.Notices.Error(failure.Text);
                return ExitStatus.NoCapture;
            }
            if (result.GetValue(json)) PrintJson(devices, streams);
            else InterfaceTable.Print(devices, streams);
            return invocation.Finish(ExitStatus.Ok);
        });
        return command;
    }

    static void PrintJson(IReadOnlyList<LiveDevice> devices, StandardStreams streams)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonText.Encoder });
        foreach (LiveDevice device in devices)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "interface"u8);
            json.Text("name"u8, device.Name);
            if (device.Description.Length > 0) json.Text("description"u8, device.Description);
            json.Texts("addresses"u8, [.. device.Addresses.Select(address => address.ToString())]);
            json.WriteBoolean("up"u8, device.IsUp);
            json.WriteBoolean("running"u8, device.IsRunning);
            json.WriteBoolean("loopback"u8, device.IsLoopback);
            json.WriteBoolean("default"u8, device.IsDefault);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            buffer.Write("\n"u8);
        }
        streams.Output.Write(buffer.WrittenSpan);
    }
}
