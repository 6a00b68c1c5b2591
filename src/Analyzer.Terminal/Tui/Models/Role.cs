namespace Analyzer.Terminal.Tui.Models;

/// <summary>What a piece of text is to the reader. How that looks is the theme's business.</summary>
enum Role : byte
{
    /// <summary>Plain text.</summary>
    Normal,

    /// <summary>Of less weight: punctuation, units, what is known anyway.</summary>
    Dim,

    /// <summary>The name of what is shown.</summary>
    Title,

    /// <summary>The heading of a column or section.</summary>
    Heading,

    /// <summary>A key that can be pressed.</summary>
    Key,

    /// <summary>The client speaks.</summary>
    Client,

    /// <summary>The server speaks.</summary>
    Server,

    /// <summary>A phase of a dialogue.</summary>
    Phase,

    /// <summary>Bytes that the capture lacks.</summary>
    Gap,

    /// <summary>A password, masked or not.</summary>
    Secret,

    /// <summary>Good news.</summary>
    Ok,

    /// <summary>Something may be wrong.</summary>
    Warn,

    /// <summary>Something is wrong.</summary>
    Error,

    /// <summary>Where a link leads.</summary>
    Link,

    /// <summary>Marked by the user.</summary>
    Marked,

    /// <summary>A character that could deceive, shown as its code.</summary>
    Code,
}
