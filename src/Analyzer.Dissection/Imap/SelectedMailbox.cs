namespace Analyzer.Dissection.Imap;

/// <summary>The mailbox that is selected, and what the server told of it since.</summary>
internal sealed class SelectedMailbox(string? name, int epoch)
{
    /// <summary>In Unicode; null when the capture does not hold the SELECT.</summary>
    public string? Name { get; } = name;

    /// <summary>Tells one selection from another in the same session.</summary>
    public int Epoch { get; } = epoch;

    /// <summary>The validity of its UIDs; null while unknown.</summary>
    public long? UidValidity { get; private set; }

    /// <summary>The next message's UID, as told at selection.</summary>
    public long? UidNext { get; set; }

    /// <summary>Which message a sequence number means.</summary>
    public SequenceMap Messages { get; } = new();

    /// <summary>The server told the validity of the UIDs. Another one than before makes them others'.</summary>
    public void SetUidValidity(long validity)
    {
        if (UidValidity is { } known && known != validity) Messages.Clear();
        UidValidity = validity;
    }
}
