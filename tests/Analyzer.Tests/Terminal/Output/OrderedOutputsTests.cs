using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Tests.Terminal.Output;

public sealed class OrderedOutputsTests : IDisposable
{
    readonly MemoryStream _target = new();

    string Written => Encoding.UTF8.GetString(_target.ToArray());

    [Fact]
    public void What_comes_before_its_turn_is_held_back()
    {
        var outputs = new OrderedOutputs(_target, 3);
        outputs.Of(1).Write("second "u8);
        outputs.Of(2).Write("third"u8);
        Assert.Equal("", Written);

        outputs.Complete(1);
        outputs.Of(0).Write("first "u8);
        Assert.Equal("first ", Written);

        outputs.Complete(0);
        Assert.Equal("first second third", Written);
    }

    [Fact]
    public void A_part_goes_on_in_its_turn_behind_what_it_wrote_before()
    {
        var outputs = new OrderedOutputs(_target, 2);
        outputs.Of(1).Write("b"u8);
        outputs.Complete(0);
        outputs.Of(1).Write("c"u8);

        Assert.Equal("bc", Written);
    }

    [Fact]
    public async Task Too_much_waits_for_its_turn_instead_of_memory()
    {
        var outputs = new OrderedOutputs(_target, 2);
        byte[] much = new byte[OrderedOutputs.MaxHeld / 2 + 1];
        Task writing = Task.Run(() =>
        {
            outputs.Of(1).Write(much);
            outputs.Of(1).Write(much);
        }, TestContext.Current.CancellationToken);
        outputs.Of(0).Write("first"u8);
        outputs.Complete(0);
        await writing;

        Assert.Equal(5 + 2 * much.Length, _target.Length);
    }

    public void Dispose() => _target.Dispose();
}
