namespace Analyzer.Terminal.Tui.Models;

/// <summary>A node of a tree as a row: what stands before it says where in the tree it is.</summary>
/// <param name="Depth">0 for a root.</param>
/// <param name="IsLast">No sibling follows.</param>
/// <param name="Trunks">For each level above, whether a line goes on down.</param>
readonly record struct TreePlace(int Depth, bool IsLast, IReadOnlyList<bool> Trunks);

/// <summary>Puts a tree into rows.</summary>
static class TreeLines
{
    /// <summary>The nodes in the order of their rows, each with its place. Not recursive: trees come from captures.</summary>
    public static List<(T Node, TreePlace Place)> Flatten<T>(IEnumerable<T> roots, Func<T, IReadOnlyList<T>> children)
    {
        var rows = new List<(T, TreePlace)>();
        var left = new Stack<(T Node, TreePlace Place)>();
        Push(left, [.. roots], 0, []);
        while (left.TryPop(out (T Node, TreePlace Place) next))
        {
            rows.Add(next);
            IReadOnlyList<bool> trunks = next.Place.Depth == 0 ? [] : [.. next.Place.Trunks, !next.Place.IsLast];
            Push(left, children(next.Node), next.Place.Depth + 1, trunks);
        }
        return rows;
    }

    static void Push<T>(Stack<(T, TreePlace)> left, IReadOnlyList<T> nodes, int depth, IReadOnlyList<bool> trunks)
    {
        for (int i = nodes.Count - 1; i >= 0; i--) left.Push((nodes[i], new TreePlace(depth, i == nodes.Count - 1, trunks)));
    }
}
