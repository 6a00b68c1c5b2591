namespace Analyzer.Servers.Composing;

/// <summary>What kind of file a name suggests.</summary>
static class MediaTypes
{
    static readonly Dictionary<string, string> s_byExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain",
        [".htm"] = "text/html",
        [".html"] = "text/html",
        [".csv"] = "text/csv",
        [".gif"] = "image/gif",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".au"] = "audio/basic",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".mp4"] = "video/mp4",
        [".mpg"] = "video/mpeg",
        [".mpeg"] = "video/mpeg",
        [".mov"] = "video/quicktime",
        [".doc"] = "application/msword",
        [".gz"] = "application/gzip",
        [".json"] = "application/json",
        [".pdf"] = "application/pdf",
        [".ps"] = "application/postscript",
        [".zip"] = "application/zip",
    };

    public static string OfName(string name) => s_byExtension.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
}
