namespace Analyzer.Dissection.Export;

/// <summary>What is done with a file whose name is taken.</summary>
public enum TakenName
{
    /// <summary>It gets a number.</summary>
    Number,

    /// <summary>It is left out.</summary>
    Skip,

    /// <summary>It takes the place of what is there, if that is a file; a link is replaced, never followed.</summary>
    Replace,
}

/// <summary>
/// The only way in which an export writes: new files in known folders below one directory, never over what is there unless
/// the user says so, never through a link. Names that come from captures must have passed <see cref="SafeFileName"/>.
/// </summary>
/// <remarks>The directory itself is the user's choice and may be a link; nothing below it may.</remarks>
public sealed class ExportDirectory
{
    /// <summary>How many names are tried when a name is taken, before giving up: each earlier run into this directory takes one.</summary>
    public const int MaxNames = 1000;

    // Captured mail and passwords are for the user alone; no file that came from a capture is ever executable.
    const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode PrivateFolder = PrivateFile | UnixFileMode.UserExecute;

    readonly string _root;
    readonly HashSet<string> _written = new(StringComparer.Ordinal);

    ExportDirectory(string root, TakenName taken) => (_root, Taken) = (root, taken);

    /// <summary>What is done when a name is taken.</summary>
    internal TakenName Taken { get; }

    /// <summary>Whether this run has written a file. Known only where that matters.</summary>
    internal bool HasWritten(string path) => _written.Contains(path);

    internal void NoteWritten(string path)
    {
        if (Taken != TakenName.Number) _written.Add(path);
    }

    /// <summary>Uses <paramref name="path"/>, which is made when it does not exist. Null: it cannot be used, for this reason.</summary>
    public static ExportDirectory? Open(string path, out string problem, TakenName taken = TakenName.Number)
    {
        problem = "";
        try
        {
            string root = Path.GetFullPath(path);
            MakeFolder(root);
            return new ExportDirectory(root, taken);
        }
        catch (ArgumentException)
        {
            problem = "that is not the name of a directory";
        }
        catch (IOException) when (File.Exists(path))
        {
            problem = "there is a file of this name";
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            problem = IoProblem.Describe(error);
        }
        return null;
    }

    /// <summary>
    /// Begins a file that appears under <paramref name="name"/> (or, when that is taken, under the name with a number) once it is
    /// committed. Null: it cannot be made, for this reason.
    /// </summary>
    /// <param name="folder">A folder below the directory, one level; empty for the directory itself.</param>
    /// <param name="name">A safe name.</param>
    /// <param name="problem">Why not, as the end of a sentence.</param>
    public ExportFile? Begin(string folder, string name, out string problem)
    {
        try
        {
            if (!IsRealFolder(folder))
            {
                problem = $"'{folder}' in it is a link or no folder";
                return null;
            }
            problem = "";
            // Unfinished files have a name of their own, so that a file under its final name is always whole.
            string partial = Create(folder, $".{Guid.NewGuid():n}.part", out FileStream content);
            return new ExportFile(this, _root, folder, name, partial, content);
        }
        catch (Exception error) when (IoProblem.IsOne(error))
        {
            problem = IoProblem.Describe(error);
            return null;
        }
    }

    /// <summary>
    /// Makes a file in the directory itself that is there under its name at once, for what is written throughout a run. Null: it
    /// cannot be made, for this reason.
    /// </summary>
    public Stream? Create(string name, out string takenName, out string problem)
    {
        problem = takenName = "";
        for (int n = 1; n <= MaxNames; n++)
        {
            takenName = Numbered(name, n);
            try
            {
                Create("", takenName, out FileStream stream);
                return stream;
            }
            catch (IOException) when (IsTaken(Path.Combine(_root, takenName)))
            {
                continue;
            }
            catch (Exception error) when (IoProblem.IsOne(error))
            {
                problem = IoProblem.Describe(error);
                return null;
            }
        }
        problem = $"{MaxNames} files of this name are there already";
        return null;
    }

    string Create(string folder, string name, out FileStream stream)
    {
        string path = Path.Combine(_root, folder, name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateFile;
        stream = new FileStream(path, options);
        return path;
    }

    // Looked at before each file: whoever can write to the directory may have put a link in a folder's place since.
    bool IsRealFolder(string folder)
    {
        if (folder.Length == 0) return true;
        string path = Path.Combine(_root, folder);
        if (!IsTaken(path)) MakeFolder(path);
        FileAttributes found = File.GetAttributes(path);
        return found.HasFlag(FileAttributes.Directory) && !found.HasFlag(FileAttributes.ReparsePoint);
    }

    static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, PrivateFolder);
    }

    /// <summary><c>name.eml</c>, <c>name-2.eml</c>, and so on; never longer than a name may be.</summary>
    internal static string Numbered(string name, int n)
    {
        if (n == 1) return name;
        int dot = name.LastIndexOf('.');
        return SafeFileName.From(dot > 0 ? name[..dot] : name, "file", mark: $"-{n}", extension: dot > 0 ? name[dot..] : "");
    }

    /// <summary>Whether anything has this name, be it a link to nowhere.</summary>
    internal static bool IsTaken(string path) => new FileInfo(path).Attributes != (FileAttributes)(-1);
}
