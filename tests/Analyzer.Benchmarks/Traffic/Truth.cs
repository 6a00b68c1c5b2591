using System.Security.Cryptography;
using System.Text.Json;

namespace Analyzer.Benchmarks.Traffic;

/// <summary>What a capture holds: the SHA-256 of every message, attachment and file in it, by kind.</summary>
sealed class Truth
{
    /// <summary>Message kinds, and what else is counted.</summary>
    public const string Smtp = "smtp", Pop3 = "pop3", Imap = "imap", Attachment = "attachment", File = "file";

    readonly Dictionary<string, List<string>> _digests = [];

    /// <summary>By kind; a content that is there several times stands several times.</summary>
    public IReadOnlyDictionary<string, List<string>> Digests => _digests;

    public void Add(string kind, byte[] content) => Add(kind, Convert.ToHexStringLower(SHA256.HashData(content)));

    void Add(string kind, string digest)
    {
        if (!_digests.TryGetValue(kind, out List<string>? list)) _digests.Add(kind, list = []);
        list.Add(digest);
    }

    /// <summary>All of a session's.</summary>
    public void Add(Truth session)
    {
        foreach ((string kind, List<string> digests) in session._digests)
        {
            foreach (string digest in digests) Add(kind, digest);
        }
    }

    public void Save(string path)
    {
        using FileStream file = System.IO.File.Create(path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        foreach ((string kind, List<string> digests) in _digests)
        {
            json.WriteStartArray(kind);
            foreach (string digest in digests) json.WriteStringValue(digest);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    public static Truth Load(string path)
    {
        var truth = new Truth();
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
        foreach (JsonProperty kind in document.RootElement.EnumerateObject())
        {
            foreach (JsonElement digest in kind.Value.EnumerateArray()) truth.Add(kind.Name, digest.GetString()!);
        }
        return truth;
    }
}
