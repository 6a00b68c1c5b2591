namespace Analyzer.Dissection.Tls;

/// <summary>
/// The RC4 key stream (RFC 7465 forbids it). Own code, as System.Security.Cryptography has none, and mail servers of the years up to
/// 2015 chose it so often that their captures cannot be opened without.
/// </summary>
sealed class Rc4
{
    readonly byte[] _state = new byte[256];
    byte _i, _j;

    public Rc4(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < _state.Length; i++) _state[i] = (byte)i;
        byte j = 0;
        for (int i = 0; i < _state.Length; i++)
        {
            j += (byte)(_state[i] + key[i % key.Length]);
            (_state[i], _state[j]) = (_state[j], _state[i]);
        }
    }

    /// <summary>Becomes what another is.</summary>
    public void CopyFrom(Rc4 other)
    {
        other._state.CopyTo(_state, 0);
        (_i, _j) = (other._i, other._j);
    }

    byte Next()
    {
        byte[] state = _state;
        byte one = state[++_i];
        _j += one;
        byte other = state[_j];
        (state[_i], state[_j]) = (other, one);
        return state[(byte)(one + other)];
    }

    /// <summary>Passes over so many bytes of the stream.</summary>
    public void Skip(long count)
    {
        for (; count > 0; count--) Next();
    }

    /// <summary>Decrypts; the target is at least as long.</summary>
    public void Transform(ReadOnlySpan<byte> source, Span<byte> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] = (byte)(source[i] ^ Next());
    }
}
