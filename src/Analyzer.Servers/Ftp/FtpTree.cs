using Analyzer.Servers.Hosting;

namespace Analyzer.Servers.Ftp;

/// <summary>
/// The folder on disk that a server shows. Clients name places by <see cref="FtpPath"/>; none of them leads out of the folder, and what
/// is a symbolic link (also on the way) is refused. Times of change are those of the given clock, so that a recorded session shows its own.
/// </summary>
sealed class FtpTree
{
    // A folder of more cannot be listed by any client in reason; each costs some 200 bytes here.
    const int MaxEntries = 100_000;

    // A client that asks for more of one name gets a refusal, not a long search.
    const int MaxUnique = 10_000;

    readonly string _root;
    readonly TimeProvider _clock;

    public FtpTree(DirectoryInfo root, TimeProvider clock)
    {
        (_root, _clock) = (Path.TrimEndingDirectorySeparator(root.FullName), clock);
        if (root.Exists) return;
        root.Create();
        Touch(FtpPath.Root);
    }

    /// <summary>What is at a place.</summary>
    /// <exception cref="FtpRefusal">Nothing is there, or a link.</exception>
    public FtpEntry Find(FtpPath path)
    {
        string real = Locate(path);
        if (Directory.Exists(real)) return Entry(new DirectoryInfo(real));
        return File.Exists(real) ? Entry(new FileInfo(real)) : throw Missing(path);
    }

    /// <summary>The folder at a place.</summary>
    public FtpPath Folder(FtpPath path) => Find(path).IsFolder ? path : throw new FtpRefusal($"550 {path}: not a folder");

    /// <summary>What is in a folder, by name; links are left out.</summary>
    public IReadOnlyList<FtpEntry> List(FtpPath folder)
    {
        var found = new List<FtpEntry>();
        foreach (FileSystemInfo info in new DirectoryInfo(Locate(Folder(folder))).EnumerateFileSystemInfos())
        {
            if (IsLink(info)) continue;
            if (found.Count >= MaxEntries) throw new FtpRefusal($"550 {folder}: too many entries to list");
            found.Add(Entry(info));
        }
        found.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return found;
    }

    /// <summary>A file to read.</summary>
    public FileStream OpenRead(FtpPath path)
    {
        if (Find(path).IsFolder) throw new FtpRefusal($"550 {path}: a folder, not a file");
        return Open(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read });
    }

    /// <summary>A file to write: made when it is not there, emptied when it is, unless <paramref name="offset"/> says from where on it is kept.</summary>
    /// <param name="path">Where.</param>
    /// <param name="offset">Octets to keep (REST); negative: all of them (APPE).</param>
    public FileStream OpenWrite(FtpPath path, long offset)
    {
        string real = Locate(path);
        if (path.IsRoot || Directory.Exists(real)) throw new FtpRefusal($"550 {path}: a folder, not a file");
        FileStream file = Open(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None });
        if (offset > file.Length)
        {
            file.Dispose();
            throw new FtpRefusal($"554 The file ends before octet {offset}");
        }
        file.Seek(offset < 0 ? file.Length : offset, SeekOrigin.Begin);
        file.SetLength(file.Position);
        return file;
    }

    /// <summary>A new file in a folder whose name is not taken yet: <paramref name="name"/>, or with a number behind it.</summary>
    public (FtpPath Path, FileStream File) CreateUnique(FtpPath folder, string name)
    {
        for (int number = 0; number < MaxUnique; number++)
        {
            FtpPath path = folder.To(number == 0 ? name : $"{name}.{number}");
            string real = Locate(path);
            if (Path.Exists(real)) continue;
            return (path, Open(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None }));
        }
        throw new FtpRefusal($"553 {name}: too many files of this name");
    }

    /// <summary>Says that a file was changed now.</summary>
    public void Touch(FtpPath path) => SetModified(path, _clock.GetUtcNow().UtcDateTime);

    public void SetModified(FtpPath path, DateTime modified)
    {
        string real = Locate(path);
        if (File.Exists(real)) File.SetLastWriteTimeUtc(real, modified);
        else if (Directory.Exists(real)) Directory.SetLastWriteTimeUtc(real, modified);
        else throw Missing(path);
    }

    public void DeleteFile(FtpPath path)
    {
        if (Find(path).IsFolder) throw new FtpRefusal($"550 {path}: a folder; RMD removes it");
        File.Delete(Locate(path));
        Touch(path.Parent);
    }

    public void MakeFolder(FtpPath path)
    {
        string real = Locate(path);
        if (Path.Exists(real)) throw new FtpRefusal($"550 {path}: already there");
        Locate(Folder(path.Parent));
        Directory.CreateDirectory(real);
        Touch(path);
        Touch(path.Parent);
    }

    public void RemoveFolder(FtpPath path)
    {
        if (path.IsRoot) throw new FtpRefusal("550 The root stays");
        string real = Locate(Folder(path));
        if (Directory.EnumerateFileSystemEntries(real).Any()) throw new FtpRefusal($"550 {path}: not empty");
        Directory.Delete(real);
        Touch(path.Parent);
    }

    /// <summary>Gives a file or folder another place; a file that is there already is replaced.</summary>
    public void Rename(FtpPath from, FtpPath to)
    {
        FtpEntry moved = Find(from);
        string target = Locate(to);
        if (from.IsRoot || to.IsRoot || to.Text.StartsWith(from.Text + "/", StringComparison.Ordinal)) throw new FtpRefusal($"553 {from} cannot become {to}");
        Folder(to.Parent);
        if (Directory.Exists(target) || (moved.IsFolder && File.Exists(target))) throw new FtpRefusal($"553 {to}: already there");
        if (moved.IsFolder) Directory.Move(Locate(from), target);
        else File.Move(Locate(from), target, overwrite: true);
        Touch(from.Parent);
        Touch(to.Parent);
    }

    /// <summary>Octets of all files together, up to the entries of one listing in each folder.</summary>
    public long Used() =>
        new DirectoryInfo(_root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Take(MaxEntries).Sum(file => file.Length);

    FileStream Open(FtpPath path, FileStreamOptions options)
    {
        string real = Locate(path);
        bool isNew = options.Mode != FileMode.Open && !File.Exists(real);
        try
        {
            FileStream file = DiskFile.Open(real, options);
            if (isNew) Touch(path.Parent);
            return file;
        }
        catch (DirectoryNotFoundException)
        {
            throw new FtpRefusal($"550 {path.Parent}: no such folder");
        }
        catch (UnauthorizedAccessException)
        {
            throw new FtpRefusal($"550 {path}: permission denied");
        }
        catch (IOException)
        {
            throw new FtpRefusal($"450 {path}: file busy");
        }
    }

    // Each name on the way is looked at: a link may lead anywhere.
    string Locate(FtpPath path)
    {
        string real = _root;
        foreach (string name in path.Names)
        {
            real = Path.Combine(real, name);
            if (IsLink(new FileInfo(real))) throw new FtpRefusal($"550 {path}: symbolic links are not followed");
        }
        return real;
    }

    // A dangling link has no attributes on some systems, but a target.
    static bool IsLink(FileSystemInfo info) => info.LinkTarget is not null || (info.Exists && info.Attributes.HasFlag(FileAttributes.ReparsePoint));

    static FtpEntry Entry(FileSystemInfo info) => new(info.Name, info is DirectoryInfo, info is FileInfo file ? file.Length : 0, info.LastWriteTimeUtc);

    static FtpRefusal Missing(FtpPath path) => new($"550 {path}: no such file or folder");
}
