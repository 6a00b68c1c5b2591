using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Work;

/// <summary>The hash of a transferred file.</summary>
sealed class HashWork : ContentWork
{
    readonly ContentHash _hash = new();

    /// <summary>Lower-case hex, when it is finished.</summary>
    public string? Sha256 { get; private set; }

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.Append(bytes);

    public override void Gap(long missing)
    {
        // The hash is over the bytes that are there.
    }

    protected override void End() => Sha256 = _hash.Finish();

    public override Record Complete(Record record) => ((TransferRecord)record) with { Sha256 = Sha256, Pending = null };
}
