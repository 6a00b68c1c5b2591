using System.Text;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Selftest;

/// <summary>The result of all trials for people: a line for each scenario and impairment, and a line for each wrong object.</summary>
static class Scorecard
{
    // Of one trial; a fault that breaks a scenario breaks all its objects.
    const int MostFaults = 8;
    const int MostText = 160;

    /// <summary>The text.</summary>
    public static string Print(IReadOnlyList<Trial> trials, IReadOnlyList<IReadOnlyList<CheckedObject>> scores)
    {
        var text = new StringBuilder();
        int width = trials.Max(trial => Math.Max(trial.Scenario.Length, trial.Impairment.Length));
        (string, IReadOnlyList<CheckedObject>)[] rows = [.. trials.Zip(scores, (trial, score) => (trial.Name, score))];
        text.Append($"{"scenario".PadRight(width)}  exact  marked  wrong\n");
        foreach (IGrouping<string, int> group in Enumerable.Range(0, trials.Count).GroupBy(i => trials[i].Scenario)) Row(text, group.Key, width, group.SelectMany(i => scores[i]));
        text.Append($"\n{"impairment".PadRight(width)}  exact  marked  wrong\n");
        foreach (IGrouping<string, int> group in Enumerable.Range(0, trials.Count).GroupBy(i => trials[i].Impairment)) Row(text, group.Key, width, group.SelectMany(i => scores[i]));
        text.Append('\n');
        Row(text, "all", width, scores.SelectMany(score => score));
        foreach ((string name, IReadOnlyList<CheckedObject> score) in rows)
        {
            foreach (CheckedObject wrong in score.Where(one => one.Verdict == Verdict.Wrong).Take(MostFaults)) text.Append($"wrong: {name}: {wrong.Kind} {SafeText.From(wrong.What, MostText)}\n");
        }
        return text.ToString();
    }

    static void Row(StringBuilder text, string name, int width, IEnumerable<CheckedObject> all)
    {
        int[] counts = new int[3];
        foreach (CheckedObject one in all) counts[(int)one.Verdict]++;
        text.Append($"{name.PadRight(width)}  {counts[0],5}  {counts[1],6}  {counts[2],5}\n");
    }
}
