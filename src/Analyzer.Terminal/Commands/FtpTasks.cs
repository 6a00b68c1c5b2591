using System.Globalization;
using System.Text;
using Analyzer.Dissection.Export;
using Analyzer.Servers.Ftp.Agent;
using Analyzer.Terminal.Output;

namespace Analyzer.Terminal.Commands;

/// <summary>What to do once the login is done.</summary>
interface IFtpTask
{
    /// <summary>Octets that are to move; negative: not known.</summary>
    long Total { get; }

    /// <summary>Whether line ends are converted.</summary>
    bool IsText { get; }

    /// <summary>Does it; the result is a line for the user, or null.</summary>
    Task<string?> RunAsync(FtpAgent agent, Invocation invocation, CancellationToken cancel);
}

/// <summary>The local file cannot be read or written.</summary>
sealed class LocalFileException(string message) : Exception(message);

/// <summary>Gets a file. Nothing is made here before the server has begun to send.</summary>
sealed class FtpGet(string path, string local, bool isText, bool resumes) : IFtpTask
{
    public long Total { get; private set; } = -1;

    public bool IsText => isText;

    public async Task<string?> RunAsync(FtpAgent agent, Invocation invocation, CancellationToken cancel)
    {
        long offset = resumes && File.Exists(local) ? new FileInfo(local).Length : 0;
        if (!isText && await agent.FindSizeAsync(path, cancel) is { } size) Total = size - offset;
        if (Total == 0 && offset > 0) return $"{local} is complete already";
        Stream? file = null;
        try
        {
            FtpTransferResult result = await agent.RetrieveAsync(path, offset, async piece => await WriteAsync(file ??= Open(offset, invocation), piece), cancel);
            file ??= Open(offset, invocation);
            await file.FlushAsync(cancel);
            return local == "-" ? null : string.Create(CultureInfo.InvariantCulture, $"{local}: {result.Octets:N0} bytes");
        }
        finally
        {
            if (file is not null && local != "-") await file.DisposeAsync();
        }
    }

    Stream Open(long offset, Invocation invocation)
    {
        if (local == "-") return invocation.Streams.Output;
        try
        {
            return new FileStream(local, offset > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
        }
        catch (Exception problem) when (IoProblem.IsOne(problem))
        {
            throw new LocalFileException($"{local} cannot be written: {IoProblem.Describe(problem)}");
        }
    }

    async ValueTask WriteAsync(Stream file, ReadOnlyMemory<byte> piece)
    {
        try
        {
            await file.WriteAsync(piece);
        }
        catch (IOException problem)
        {
            throw new LocalFileException($"{local} cannot be written: {IoProblem.Describe(problem)}");
        }
    }
}

/// <summary>Into what the server puts a file.</summary>
enum FtpPutKind
{
    /// <summary>A file of that name, in place of one that is there.</summary>
    New,

    /// <summary>The rest of one that is there in part.</summary>
    Resume,

    /// <summary>The end of one that is there.</summary>
    Append,

    /// <summary>One of a name that is not taken.</summary>
    Unique,
}

/// <summary>Puts a file.</summary>
sealed class FtpPut(FileInfo local, string path, bool isText, FtpPutKind kind) : IFtpTask
{
    public long Total { get; private set; } = -1;

    public bool IsText => isText;

    public async Task<string?> RunAsync(FtpAgent agent, Invocation invocation, CancellationToken cancel)
    {
        await using FileStream file = Open();
        long offset = kind == FtpPutKind.Resume ? await agent.FindSizeAsync(path, cancel) ?? 0 : 0;
        if (offset > file.Length) throw new LocalFileException($"the server's file is longer ({offset} bytes) than {local} ({file.Length} bytes)");
        file.Seek(offset, SeekOrigin.Begin);
        if (!isText) Total = file.Length - offset;
        string verb = kind switch { FtpPutKind.Append => "APPE", FtpPutKind.Unique => "STOU", _ => "STOR" };
        FtpTransferResult result = await agent.StoreAsync($"{verb} {path}", offset, file, cancel);
        string told = kind == FtpPutKind.Unique ? $" ({(result.Preliminary ?? result.Final).Text})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{local.Name}: {result.Octets:N0} bytes{told}");
    }

    FileStream Open()
    {
        try
        {
            return local.OpenRead();
        }
        catch (Exception problem) when (IoProblem.IsOne(problem))
        {
            throw new LocalFileException($"{local} cannot be read: {IoProblem.Describe(problem)}");
        }
    }
}

/// <summary>Prints a listing, each line harmless for a terminal.</summary>
sealed class FtpList(string command) : IFtpTask
{
    public long Total => -1;

    public bool IsText => true;

    public async Task<string?> RunAsync(FtpAgent agent, Invocation invocation, CancellationToken cancel)
    {
        string text = Encoding.UTF8.GetString(await agent.ListAsync(command, cancel));
        await using var output = new StreamWriter(invocation.Streams.Output, new UTF8Encoding(false), leaveOpen: true);
        foreach (string line in text.Split('\n').SkipLast(text.EndsWith('\n') ? 1 : 0)) await output.WriteAsync(SafeText.From(line.TrimEnd('\r')) + "\n");
        return null;
    }
}
