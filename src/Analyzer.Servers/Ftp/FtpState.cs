namespace Analyzer.Servers.Ftp;

/// <summary>What the server remembers of its client between commands; REIN forgets it.</summary>
sealed class FtpState
{
    /// <summary>Who USER said.</summary>
    public string? User { get; set; }

    public bool IsLoggedIn { get; set; }

    /// <summary>Anonymous users may only read.</summary>
    public bool MayWrite { get; set; }

    public FtpPath Folder { get; set; } = FtpPath.Root;

    /// <summary>Type and mode; RFC 959 5.1 makes text the default.</summary>
    public FtpForm Form { get; set; } = new() { IsText = true };

    /// <summary>REST: for the next transfer only.</summary>
    public long Restart { get; set; }

    /// <summary>RNFR: for an RNTO that comes next.</summary>
    public FtpPath? Renamed { get; set; }

    /// <summary>RANG: the octets that the next HASH is over; null: all.</summary>
    public (long First, long Last)? Range { get; set; }

    /// <summary>The algorithm of HASH.</summary>
    public string Hash { get; set; } = "SHA-256";

    /// <summary>The facts of MLSD and MLST.</summary>
    public IReadOnlyCollection<string> Facts { get; set; } = FtpListing.Facts;

    /// <summary>EPSV ALL was said: no other way of data connections from here on (RFC 2428 4).</summary>
    public bool IsExtendedPassiveOnly { get; set; }

    public bool HasProtectionBuffer { get; set; }

    /// <summary>PROT P: data connections are TLS.</summary>
    public bool ProtectsData { get; set; }

    /// <summary>As at the start, but for the protection that TLS agreed (RFC 4217 11).</summary>
    public FtpState Anew() => new() { HasProtectionBuffer = HasProtectionBuffer, ProtectsData = ProtectsData };
}
