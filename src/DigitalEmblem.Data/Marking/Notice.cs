using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>The file of the notice in a marked folder.</summary>
internal static class Notice
{
    /// <summary>
    /// Whether a notice is there, which a new sign replaces. A file of the name that is no notice belongs to another person.
    /// </summary>
    /// <exception cref="IOException">Something else has the name.</exception>
    public static bool IsThere(Folder root) => SignFolder.HasFile(root, SignNames.Notice) && (Read(root) is { } content
        && DataNotice.IsOne(content) ? true : throw new IOException(
            $"The file {DataNotice.FileName} is no notice of a sign, and a check would not cover it. Rename it, and mark again."));

    /// <summary>What is there, cut at a limit; null if there is no file or it cannot be read.</summary>
    public static byte[]? Read(Folder root)
    {
        _ = root.OpenFile(SignNames.Notice, out OpenFile? file);
        using (file)
        {
            try
            {
                return file is null ? null : SignFiles.ReadAll(file, DataNotice.MaxLength);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
