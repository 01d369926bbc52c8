using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>
/// Reads the sign of some data before they are checked, to gather evidence on its commitments. The check reads it again and judges it, so
/// that a sign which cannot be read is no error here.
/// </summary>
internal static class SignReading
{
    /// <summary>The sign that a check would judge, and where it lies; null if there is none that can be read.</summary>
    /// <param name="path">The folder or file, or a file's sign.</param>
    /// <exception cref="IOException">Nothing is at the path.</exception>
    public static (DataSign Sign, string Path)? TryRead(string path)
    {
        _ = SignSearch.Find(path, out OpenedSign? found);
        using (found)
        {
            return found is null ? null : (found.Sign, found.SignPath);
        }
    }

    /// <summary>The sign in an archive, and where it is shown to lie; null if there is none that can be read.</summary>
    /// <param name="path">The archive.</param>
    /// <exception cref="IOException">Nothing is at the path.</exception>
    public static (DataSign Sign, string Path)? TryReadInside(string path)
    {
        _ = SignSearch.FindInside(path, out OpenedSign? found);
        using (found)
        {
            return found is null ? null : (found.Sign, found.SignPath);
        }
    }

    /// <summary>The sign that lies beside the data or in them; null if there is none that can be read.</summary>
    /// <param name="path">The folder or file that is marked, or a file's sign.</param>
    /// <exception cref="IOException">Nothing is at the path.</exception>
    public static DataSign? TryReadOwn(string path)
    {
        _ = SignSearch.FindOwn(path, out OpenedSign? found);
        using (found)
        {
            return found?.Sign;
        }
    }
}
