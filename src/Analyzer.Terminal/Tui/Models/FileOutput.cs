using Analyzer.Dissection.Export;

namespace Analyzer.Terminal.Tui.Models;

/// <summary>Writes whole files into a directory of an export.</summary>
static class FileOutput
{
    /// <summary>Writes one; says a sentence when that fails.</summary>
    public static bool Write(ExportDirectory directory, string folder, string name, ReadOnlySpan<byte> bytes, Action<string> tell)
    {
        using ExportFile? file = directory.Begin(folder, name, out string problem);
        bool isWritten = file is not null && file.TryWrite(bytes, out problem) && file.Commit(out problem) is not null;
        if (!isWritten && file is not { IsSkipped: true }) tell($"{(folder.Length > 0 ? folder + "/" : "")}{name} was not written: {problem}");
        return isWritten;
    }
}
