using System.Collections.Immutable;
using Analyzer.Dissection.Sessions;
using Analyzer.Terminal.Tui.Index;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>User names and passwords; the passwords masked until asked for.</summary>
sealed class CredentialListModel(CaptureIndex index, ViewSettings settings) : ListModel<CredentialRecord>(index, index.Credentials, settings)
{
    public override string Noun => "credential";

    public override ImmutableArray<ListColumn<CredentialRecord>> Columns => field.IsDefault ? field = Make() : field;

    ImmutableArray<ListColumn<CredentialRecord>> Make() =>
    [
        new("Time", credential => Settings.Moment(credential.Time, Start)) { MinWidth = 8, Rank = 2, Moment = credential => credential.Time, Key = credential => credential.Time.Nanoseconds },
        new("Proto", credential => credential.Protocol.ToUpperInvariant()) { MinWidth = 5, Field = "proto" },
        new("Server", credential => Index.Session(credential.Session) is { } session ? SessionSummary.Party(session.Server, session.ServerName, null) : "") { MinWidth = 14, Rank = 3, KeepsEnds = true },
        new("User", credential => credential.User) { MinWidth = 12, Field = "user" },
        new("Secret", credential => Settings.Secret(credential.Secret)) { MinWidth = 8, Role = _ => Role.Secret, Secret = credential => credential.Secret },
        new("Mechanism", credential => credential.Mechanism) { MinWidth = 9, Rank = 1, Field = "mech" },
        new("Result", Result) { MinWidth = 8, Field = "result", Role = credential => credential.Accepted switch { true => Role.Ok, false => Role.Error, null => Role.Dim } },
        new("Sess", credential => $"{credential.Session}") { MinWidth = 4, IsNumber = true, Rank = 4, Field = "session", Key = credential => credential.Session },
    ];

    static string Result(CredentialRecord credential) => credential.Accepted switch { true => "accepted", false => "refused", null => "unknown" };

    // Credentials have no number; their session and time tell them apart well enough to keep the cursor on one.
    public override long IdOf(CredentialRecord record) => record.Time.IsKnown ? record.Time.Nanoseconds : record.Session;

    public override IReadOnlyList<TextLine> Details(CredentialRecord credential) =>
    [
        new(new($"{credential.Mechanism} ", Role.Title), new(credential.User ?? "(no user)"), new("  "), new(Settings.Secret(credential.Secret), Role.Secret)),
        TextLine.Of(Meaning(credential)),
        TextLine.Of(Settings.RevealsSecrets ? "P hides the secrets. They may still be in use." : "P shows the secrets. They may still be in use.", Role.Warn),
    ];

    static string Meaning(CredentialRecord credential) => credential.Mechanism switch
    {
        "USER/PASS" or "LOGIN" or "PLAIN" => "The password went over the wire as it is, or only encoded.",
        "CRAM-MD5" or "APOP" or "DIGEST-MD5" => "A digest of the password and a challenge: it can be guessed at without the server.",
        "XOAUTH2" or "OAUTHBEARER" => "A token that stands for the user for some time.",
        _ => "",
    };
}
