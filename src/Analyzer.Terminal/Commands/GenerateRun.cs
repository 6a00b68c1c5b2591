using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Servers.Recording;
using Analyzer.Servers.Recording.Truth;
using Analyzer.Servers.Scenarios;

namespace Analyzer.Terminal.Commands;

/// <summary>Plays, and writes what came of it.</summary>
/// <param name="invocation">The command's surroundings.</param>
/// <param name="recipe">How to record; null: live.</param>
sealed class GenerateRun(Invocation invocation, Recipe? recipe)
{
    /// <summary>Every scenario into a folder; returns the exit status.</summary>
    public int All(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception refused) when (IoProblem.IsOne(refused))
        {
            invocation.Notices.Error($"--all {folder}: {IoProblem.Describe(refused)}");
            return ExitStatus.Usage;
        }
        foreach (ScenarioTitle title in CaptureGenerator.Titles)
        {
            string capture = Path.Combine(folder, title.Name + ".pcapng");
            int status = One(title.Name, new GenerateTargets(capture, Path.ChangeExtension(capture, ".truth.json"), Path.ChangeExtension(capture, ".keylog")));
            if (status != ExitStatus.Ok) return status;
        }
        return ExitStatus.Ok;
    }

    /// <summary>One scenario; returns the exit status.</summary>
    public int One(string name, GenerateTargets targets)
    {
        if (!CaptureGenerator.Titles.Any(title => title.Name == name))
        {
            invocation.Notices.Error($"there is no scenario '{name}'; generate --list names them");
            return ExitStatus.Usage;
        }
        try
        {
            int status = Play(name, out GeneratedCapture? made);
            if (made is null || targets.TryWrite(made, out string problem)) return status;
            invocation.Notices.Error(problem);
            return ExitStatus.Incomplete;
        }
        catch (OperationCanceledException) when (invocation.Interruption.Status != 0)
        {
            return invocation.Interruption.Status;
        }
        catch (Exception refused) when (IoProblem.IsOne(refused))
        {
            invocation.Notices.Error($"{name} cannot be played: temporary files in {Path.GetTempPath()}: {IoProblem.Describe(refused)}");
            return ExitStatus.Incomplete;
        }
    }

    int Play(string name, out GeneratedCapture? made)
    {
        CancellationToken cancel = invocation.Interruption.Token;
        if (recipe is null) return LivePlay.TryMake(name, invocation.Notices, cancel, out made);
        made = CaptureGenerator.Generate(name, recipe.Seed, recipe.Impairments, cancel);
        return ExitStatus.Ok;
    }
}

/// <summary>What decides a recording.</summary>
sealed record Recipe(int Seed, Impairments Impairments);

/// <summary>Where a capture, its truth and its TLS keys go; null: nowhere.</summary>
sealed record GenerateTargets(string Capture, string? Truth, string? KeyLog)
{
    /// <summary>Writes the files, or tells which one cannot be written.</summary>
    public bool TryWrite(GeneratedCapture made, out string problem)
    {
        string? keyLog = made.KeyLog is null ? null : KeyLog;
        CaptureTruth truth = made.Truth with { File = Path.GetFileName(Capture), Keylog = Path.GetFileName(keyLog) };
        (string? File, ReadOnlyMemory<byte> Bytes)[] files = [(Capture, made.Bytes), (keyLog, Encoding.ASCII.GetBytes(made.KeyLog ?? "")), (Truth, Encoding.UTF8.GetBytes(truth.ToJson()))];
        problem = "";
        foreach ((string? file, ReadOnlyMemory<byte> bytes) in files)
        {
            try
            {
                if (file is not null) File.WriteAllBytes(file, bytes.Span);
            }
            catch (Exception refused) when (IoProblem.IsOne(refused))
            {
                problem = $"{file}: {IoProblem.Describe(refused)}";
                return false;
            }
        }
        return true;
    }
}
