using Analyzer.Dissection.Sessions;

namespace Analyzer.Dissection.Ftp.Tree;

/// <summary>Notes transfers in the tree of their server.</summary>
static class TreeNotes
{
    /// <summary>A file was transferred, or part of it. <paramref name="size"/> is that of the whole, where it is known.</summary>
    public static void Transferred(RemoteTree tree, string path, TransferRecord record, long? size)
    {
        NodeStates states = record.IsDownload ? NodeStates.Downloaded : NodeStates.Uploaded | NodeStates.Changed;
        if (record.Stream is null) states = NodeStates.None;
        if (tree.Note(path, states, record.End, "file") is not { } node) return;
        node.Transfer = record.Id;
        if (record.Representation is not ("A" or "E")) node.Size = size ?? node.Size;
    }
}
