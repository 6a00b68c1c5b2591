namespace Analyzer.Dissection.Imap;

/// <summary>What is known of one message of a selected mailbox.</summary>
internal struct TrackedMessage
{
    /// <summary>Its sequence number before its block's shift.</summary>
    internal long Stored;

    /// <summary>Its UID; 0 while unknown.</summary>
    public long Uid;

    /// <summary>Its RFC822.SIZE; -1 while unknown.</summary>
    public long Size;

    /// <summary>Tells it from others while its UID is unknown; 0 as long as nobody asked.</summary>
    public int Identity;
}

/// <summary>
/// Follows which message a sequence number means, through EXPUNGE, VANISHED and EXISTS (RFC 9051 section 2.3.1.2). Only messages that
/// the server told something of cost memory. Both numbers rise together; what contradicts that is forgotten, never guessed.
/// </summary>
/// <remarks>Blocks of at most <see cref="BlockSize"/> messages: an expunge moves one block's messages and one shift for each later block.</remarks>
internal sealed class SequenceMap
{
    const int BlockSize = 512;

    sealed class Block
    {
        public readonly List<TrackedMessage> Messages = new(4);
        public long Shift;

        public long SequenceAt(int index) => Messages[index].Stored - Shift;
    }

    readonly List<Block> _blocks = [];
    int _identities, _withoutUid;

    /// <summary>Of how many messages something is known.</summary>
    public int Count { get; private set; }

    /// <summary>Something is not known for want of room.</summary>
    public bool IsFull => Count >= ImapLimits.TrackedMessages;

    /// <summary>How many messages there are, as the server said last; null before.</summary>
    public long? Exists { get; private set; }

    /// <summary>The server said how many messages there are.</summary>
    public void SetExists(long exists) => Exists = exists;

    /// <summary>What is known of the message with this sequence number.</summary>
    public bool TryGet(long sequence, out TrackedMessage message)
    {
        bool known = Find(sequence, out int block, out int index);
        message = known ? _blocks[block].Messages[index] : default;
        return known;
    }

    /// <summary>The server told of a message: its UID, its size, or both.</summary>
    public void Learn(long sequence, long? uid, long? size)
    {
        if (!TryEnsure(sequence, out int block, out int index)) return;
        if (uid is > 0 && !Fits(sequence, uid.Value, block, index))
        {
            Clear();
            if (!TryEnsure(sequence, out block, out index)) return;
        }
        TrackedMessage message = _blocks[block].Messages[index];
        if (uid is > 0)
        {
            if (message.Uid == 0) _withoutUid--;
            message.Uid = uid.Value;
        }
        message.Size = size ?? message.Size;
        _blocks[block].Messages[index] = message;
    }

    /// <summary>A number for the message with this sequence number that stays with it while its UID is unknown; 0 when there is no room.</summary>
    public int IdentityOf(long sequence)
    {
        if (!TryEnsure(sequence, out int block, out int index)) return 0;
        TrackedMessage message = _blocks[block].Messages[index];
        if (message.Identity == 0) message.Identity = ++_identities;
        _blocks[block].Messages[index] = message;
        return message.Identity;
    }

    /// <summary>The message with this sequence number is gone; those behind it move up. Gives its UID, 0 when unknown.</summary>
    public long Expunge(long sequence)
    {
        if (Exists > 0) Exists--;
        bool known = Find(sequence, out int block, out int index);
        long uid = 0;
        if (known)
        {
            uid = _blocks[block].Messages[index].Uid;
            if (uid == 0) _withoutUid--;
            _blocks[block].Messages.RemoveAt(index);
            Count--;
        }
        ShiftFrom(block, index);
        return uid;
    }

    /// <summary>The messages with UIDs <paramref name="first"/> to <paramref name="last"/> are gone (RFC 7162 section 3.2.10), as far as they were there.</summary>
    public void Vanish(long first, long last)
    {
        if (_withoutUid > 0)
        {
            // Nobody knows on which side of a message without UID the hole is.
            Clear();
            return;
        }
        FindUid(first, out int block, out int index);
        long known = CountTo(last, block, index);
        if (known == last - first + 1)
        {
            for (; known > 0; known--)
            {
                FindUid(first, out block, out index);
                Expunge(_blocks[block].SequenceAt(index));
            }
            return;
        }
        if (first == last)
        {
            if (Exists > 0) Exists--;
            ShiftFrom(block, index);
            return;
        }
        ForgetFrom(block, index);
    }

    /// <summary>Forgets all: nobody knows any more which message is which.</summary>
    public void Clear()
    {
        _blocks.Clear();
        Count = _withoutUid = 0;
    }

    bool Find(long sequence, out int block, out int index)
    {
        (int low, int high) = (0, _blocks.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            Block candidate = _blocks[middle];
            if (candidate.SequenceAt(candidate.Messages.Count - 1) >= sequence) high = middle;
            else low = middle + 1;
        }
        block = low;
        index = 0;
        if (block == _blocks.Count) return false;
        Block found = _blocks[block];
        (low, high) = (0, found.Messages.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (found.SequenceAt(middle) >= sequence) high = middle;
            else low = middle + 1;
        }
        index = low;
        return found.SequenceAt(index) == sequence;
    }

    bool TryEnsure(long sequence, out int block, out int index)
    {
        if (Find(sequence, out block, out index)) return true;
        if (IsFull) return false;
        if (block == _blocks.Count)
        {
            if (block == 0 || _blocks[block - 1].Messages.Count == BlockSize) _blocks.Add(new Block());
            else block--;
            index = _blocks[block].Messages.Count;
        }
        Block target = _blocks[block];
        if (target.Messages.Count == BlockSize)
        {
            Split(block);
            if (index > target.Messages.Count)
            {
                index -= target.Messages.Count;
                target = _blocks[++block];
            }
        }
        target.Messages.Insert(index, new TrackedMessage { Stored = sequence + target.Shift, Size = -1 });
        Count++;
        _withoutUid++;
        return true;
    }

    void Split(int block)
    {
        Block full = _blocks[block];
        var upper = new Block { Shift = full.Shift };
        upper.Messages.AddRange(full.Messages.GetRange(BlockSize / 2, BlockSize - BlockSize / 2));
        full.Messages.RemoveRange(BlockSize / 2, BlockSize - BlockSize / 2);
        _blocks.Insert(block + 1, upper);
    }

    // No block is ever left empty: the searches rely on it.
    void ShiftFrom(int block, int index)
    {
        if (block >= _blocks.Count) return;
        List<TrackedMessage> messages = _blocks[block].Messages;
        for (int i = index; i < messages.Count; i++)
        {
            TrackedMessage message = messages[i];
            message.Stored--;
            messages[i] = message;
        }
        for (int later = block + 1; later < _blocks.Count; later++) _blocks[later].Shift++;
        if (messages.Count == 0) _blocks.RemoveAt(block);
    }

    bool Fits(long sequence, long uid, int block, int index)
    {
        TrackedMessage here = _blocks[block].Messages[index];
        if (here.Uid != 0 && here.Uid != uid) return false;
        // A UID is at least its message's sequence number.
        return uid >= sequence && uid > NeighbourUid(block, index, -1, 0) && uid < NeighbourUid(block, index, 1, long.MaxValue);
    }

    long NeighbourUid(int block, int index, int step, long otherwise)
    {
        index += step;
        while (block >= 0 && block < _blocks.Count)
        {
            List<TrackedMessage> messages = _blocks[block].Messages;
            if (index >= 0 && index < messages.Count) return messages[index].Uid == 0 ? otherwise : messages[index].Uid;
            block += step;
            index = step > 0 || block < 0 ? 0 : _blocks[block].Messages.Count - 1;
        }
        return otherwise;
    }

    // Only while every message has its UID: the first one with this UID or a higher one.
    void FindUid(long uid, out int block, out int index)
    {
        (int low, int high) = (0, _blocks.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_blocks[middle].Messages[^1].Uid >= uid) high = middle;
            else low = middle + 1;
        }
        block = low;
        (low, high) = (0, block < _blocks.Count ? _blocks[block].Messages.Count : 0);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_blocks[block].Messages[middle].Uid >= uid) high = middle;
            else low = middle + 1;
        }
        index = low;
    }

    long CountTo(long lastUid, int block, int index)
    {
        long count = 0;
        for (; block < _blocks.Count; block++, index = 0)
        {
            List<TrackedMessage> messages = _blocks[block].Messages;
            if (messages[^1].Uid <= lastUid)
            {
                count += messages.Count - index;
                continue;
            }
            while (messages[index].Uid <= lastUid)
            {
                index++;
                count++;
            }
            break;
        }
        return count;
    }

    void ForgetFrom(int block, int index)
    {
        if (block >= _blocks.Count) return;
        for (int later = block; later < _blocks.Count; later++) Count -= _blocks[later].Messages.Count;
        Count += index;
        _blocks.RemoveRange(block + 1, _blocks.Count - block - 1);
        _blocks[block].Messages.RemoveRange(index, _blocks[block].Messages.Count - index);
        if (_blocks[block].Messages.Count == 0) _blocks.RemoveAt(block);
        Exists = null;
    }
}
