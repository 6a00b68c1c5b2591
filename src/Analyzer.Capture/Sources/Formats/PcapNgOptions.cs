namespace Analyzer.Capture.Sources.Formats;

/// <summary>Walks the options of a block (draft-ietf-opsawg-pcapng section 3.5) and never past its end.</summary>
internal ref struct PcapNgOptions(ReadOnlySpan<byte> bytes, ByteOrder order)
{
    const int HeaderLength = 4;
    const ushort EndOfOptions = 0;

    ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The next option; false at the end, and at one that is longer than its block.</summary>
    public bool TryRead(out ushort code, out ReadOnlySpan<byte> value)
    {
        code = EndOfOptions;
        value = default;
        if (_rest.Length < HeaderLength) return false;
        code = order.U16(_rest);
        int length = order.U16(_rest[2..]);
        if (code == EndOfOptions || length > _rest.Length - HeaderLength) return false;
        value = _rest.Slice(HeaderLength, length);
        // Values are padded to 32 bits; the last may lack its padding.
        _rest = _rest[Math.Min(_rest.Length, HeaderLength + PcapNgReader.Pad(length))..];
        return true;
    }

    /// <summary>The 64-bit number in the first option of that code, if there is one.</summary>
    public bool TryFindNumber(ushort wanted, out ulong number)
    {
        while (TryRead(out ushort code, out ReadOnlySpan<byte> value))
        {
            if (code != wanted || value.Length != 8) continue;
            number = order.U64(value);
            return true;
        }
        number = 0;
        return false;
    }
}
