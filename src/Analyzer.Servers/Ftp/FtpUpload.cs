namespace Analyzer.Servers.Ftp;

/// <summary>Writes what a client uploads, as far as it may.</summary>
sealed class FtpUpload
{
    readonly FtpTree _tree;
    readonly FtpPath _path;
    readonly FileStream _file;
    readonly long _maxFile;
    long _room;

    public FtpUpload(FtpTree tree, FtpPath path, FileStream file, FtpServerOptions options)
    {
        (_tree, _path, _file, _maxFile) = (tree, path, file, options.Limits.MaxFile);
        _room = options.Capacity is { } capacity ? capacity - tree.Used() : long.MaxValue;
    }

    /// <exception cref="FtpRefusal">The disk, or the limit of a file, holds no more; what was written stays, so that the upload can be resumed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > _maxFile - _file.Position) throw new FtpRefusal("552 Exceeded storage allocation: no file may be so large here");
        if (octets.Length > _room) throw new FtpRefusal("452 Error writing file: insufficient storage space");
        _room -= octets.Length;
        try
        {
            await _file.WriteAsync(octets);
        }
        catch (IOException)
        {
            throw new FtpRefusal("452 Error writing file");
        }
    }

    public async ValueTask CloseAsync()
    {
        await _file.DisposeAsync();
        _tree.Touch(_path);
    }
}
