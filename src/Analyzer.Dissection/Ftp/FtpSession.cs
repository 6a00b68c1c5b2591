using Analyzer.Capture;
using Analyzer.Dissection.Ftp.Data;
using Analyzer.Dissection.Ftp.History;
using Analyzer.Dissection.Ftp.Tree;
using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp;

/// <summary>The state of one FTP session, as far as the dialogue has come: what the handlers of its commands share.</summary>
sealed class FtpSession(SessionContext context)
{
    readonly BoundedTable<string, FileFacts> _facts = new(FtpLimits.MaxPathFacts);
    readonly BoundedTable<string, List<HashClaim>> _claims = new(FtpLimits.MaxPathFacts);

    /// <summary>Whom to tell.</summary>
    public SessionContext Context => context;

    /// <summary>What all sessions share.</summary>
    public FtpRun Run => context.Analysis.Ftp;

    /// <summary>What came of the request for TLS.</summary>
    public TlsUpgrade Upgrade { get; } = new(context);

    /// <summary>Where it is on the server.</summary>
    public WorkingDirectory Directory { get; } = new();

    /// <summary>How the next file will be sent.</summary>
    public TransferSettings Settings { get; } = new();

    /// <summary>Where the next data connection will be; null when nothing was agreed on.</summary>
    public DataAnnouncement? Announced { get; set; }

    /// <summary>Somebody is logged in (or was before the capture began).</summary>
    public bool IsLoggedIn { get; set; }

    /// <summary>When the last transfer had ended.</summary>
    public Timestamp LastTransferEnd { get; set; } = Timestamp.Unknown;

    Endpoint Server => context.Session.Connection.Server;

    /// <summary>The tree of its server.</summary>
    public RemoteTree Tree => Run.Trees.Of(Server);

    /// <summary>The working directory may have become known: then so has the place of the user's home.</summary>
    public void LocateHome()
    {
        if (Directory.HomePlace is { } place) Tree.Place(Directory.Home, place);
    }

    /// <summary>What it was told of a file.</summary>
    public FileFacts FactsOf(string path) => _facts.TryGet(path, out FileFacts facts) ? facts : default;

    /// <summary>It is told the size of a file, or when it was modified.</summary>
    public void Learn(string path, long? size, string? modified)
    {
        FileFacts known = FactsOf(path);
        _facts.Set(path, new FileFacts(size ?? known.Size, modified ?? known.Modified));
        if (size is null || Run.History.WholeOf(Server, path) is not { } whole || whole.Size == size) return;
        context.Finding(Severity.Warning, "size-differs", $"{whole.Title}: the server tells later that it has {size} bytes, and {whole.Size} were transferred");
    }

    /// <summary>A file is another one now: what was told of it, and what was transferred of it, is of a version before.</summary>
    public void Forget(string path)
    {
        _facts.Set(path, default);
        _claims.Set(path, []);
        Run.History.Forget(Server, path);
    }

    /// <summary>The server tells the hash of a file.</summary>
    public void Learn(HashClaim claim)
    {
        string path = Directory.Resolve(claim.Path);
        if (Run.History.WholeOf(Server, path) is { } whole) HashChecks.Check(claim, whole, context);
        if (!_claims.TryGet(path, out List<HashClaim>? claims)) _claims.Set(path, claims = []);
        if (claims.Count < FtpLimits.MaxClaims) claims.Add(claim);
    }

    /// <summary>A transfer of this session was told.</summary>
    public void OnTransferTold(TransferBuilder transfer, TransferRecord record)
    {
        if (transfer.TreePath is not { } path) return;
        if (transfer.IsListing)
        {
            if (record.Entries is { } entries) NoteListing(path, entries, record.End);
            return;
        }
        bool isWhole = record is { Complete: true, Offset: 0 } && record.Command != "APPE";
        TreeNotes.Transferred(Tree, path, record, isWhole ? record.DecodedSize ?? record.Size : record.Joined?.Size);
        if (!transfer.IsDownload) _facts.Set(path, default);
        bool isNew = isWhole || record.Joined is not null;
        if (!isNew || !_claims.TryGet(path, out List<HashClaim>? claims)) return;
        if (!transfer.IsDownload) claims.Clear(); // They were told of the version before.
        if (Run.History.WholeOf(Server, path) is not { } whole) return;
        foreach (HashClaim claim in claims) HashChecks.Check(claim, whole, context);
    }

    /// <summary>The server lists what a directory holds.</summary>
    public void NoteListing(string directory, IReadOnlyList<ListingEntry> entries, Timestamp time) => Tree.NoteListing(directory, entries, time);
}
