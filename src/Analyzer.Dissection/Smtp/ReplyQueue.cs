using Analyzer.Dissection.Text;

namespace Analyzer.Dissection.Smtp;

/// <summary>What waits for replies, oldest first. Replies come in the order of the commands (RFC 2920 section 3.1).</summary>
internal sealed class ReplyQueue
{
    readonly Queue<PendingReply> _waiting = new();

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>The oldest; null when none waits.</summary>
    public PendingReply? Oldest => _waiting.TryPeek(out PendingReply? oldest) ? oldest : null;

    /// <summary>The one behind it; null when there is none.</summary>
    public PendingReply? Second => _waiting.Count > 1 ? _waiting.ElementAt(1) : null;

    /// <summary>Replies were lost, so that position alone says little.</summary>
    public bool HasLostReplies { get; set; }

    /// <summary>Puts one at the end.</summary>
    public void Add(PendingReply pending) => _waiting.Enqueue(pending);

    /// <summary>Takes the oldest out.</summary>
    public PendingReply Take() => _waiting.Dequeue();

    /// <summary>
    /// Which of those that wait a reply belongs to; null: to none. By position, unless its code is given to one kind of command
    /// alone: then those before it went without an answer.
    /// </summary>
    public PendingReply? Find(in ReplyLine reply)
    {
        if (Oldest is not { } oldest) return null;
        if (oldest.IsMeantBy(reply)) return oldest;
        if (IsTelling(reply))
        {
            foreach (PendingReply pending in _waiting)
            {
                if (IsMeant(pending, reply)) return pending;
            }
        }
        return oldest.CanTake(reply) ? oldest : null;
    }

    /// <summary>Whether a reply clearly belongs to something that waits, and not to the reply that is being read.</summary>
    public bool IsClaimed(in ReplyLine reply)
    {
        if (!IsTelling(reply)) return false;
        foreach (PendingReply pending in _waiting)
        {
            if (IsMeant(pending, reply)) return true;
        }
        return false;
    }

    bool IsMeant(PendingReply pending, in ReplyLine reply) => HasLostReplies ? pending.IsLikelyMeantBy(reply) : pending.IsMeantBy(reply);

    // Before the queue is searched: most replies are 250, and a search for each would cost the square of the queue's length.
    bool IsTelling(in ReplyLine reply) => reply.Number is 354 or 355 or 334 or 235 or 221 || HasLostReplies;
}
