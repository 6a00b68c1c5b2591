using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Ftp.Agent;

/// <summary>
/// The one or two replies to a transfer command, read while the data moves: a server may say at any moment that it gives up.
/// </summary>
sealed class FtpTransferReplies
{
    readonly LineChannel _channel;
    readonly CancellationToken _cancel;
    volatile bool _isMoving = true;

    public FtpTransferReplies(LineChannel channel, CancellationToken cancel)
    {
        (_channel, _cancel) = (channel, cancel);
        First = ReadAsync();
        Final = FollowAsync();
    }

    /// <summary>The preliminary reply; or the final one, when the server leaves that out or refuses.</summary>
    public Task<FtpReply> First { get; }

    /// <summary>The reply that ends the transfer.</summary>
    public Task<FtpReply> Final { get; }

    /// <summary>The data is through: from here on the final reply has to come in the usual time.</summary>
    public void Moved() => _isMoving = false;

    async Task<FtpReply> FollowAsync() => await First is { IsPreliminary: false } only ? only : await ReadAsync();

    async Task<FtpReply> ReadAsync()
    {
        while (true)
        {
            try
            {
                return await FtpReply.ReadAsync(_channel, _cancel);
            }
            catch (ChannelException slow) when (slow.Failure == ChannelFailure.TooSlow && _isMoving)
            {
                // A server has nothing to say while a long file moves.
            }
        }
    }
}
