using System.Text;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Finding;

namespace DigitalEmblem.Data;

/// <summary>
/// Follows the pointer in a file's extended attribute <c>user.adem</c> (data-emblem, extended attribute). Anyone who can write the file can
/// write it, so that it counts only if it leads to a sign of the root that it names.
/// </summary>
internal static class SignPointedTo
{
    /// <summary>Follows the pointer.</summary>
    /// <param name="location">A file without a sign beside it.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    /// <returns>
    /// <see cref="DataOutcome.NotMarked"/> if it has no pointer; <see cref="DataOutcome.Indeterminate"/> if it has one that leads to no
    /// sign of its root; null if the sign was found.
    /// </returns>
    public static DataCheck? Find(DataLocation location, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = Read(location, out byte[]? mark);
        string file = $"The attribute user.adem of '{location.FullPath}'";
        if (!trouble.IsNone)
        {
            return SignSearch.Open($"{file} cannot be read: {trouble.ToWords()}.");
        }

        if (mark is null)
        {
            return SignSearch.None(location.FullPath);
        }

        if (!ExtendedAttributePointer.TryRead(mark, out ExtendedAttributePointer? pointer))
        {
            return SignSearch.Open($"{file} is no pointer to a sign. 'emblem data point --remove' takes it away.");
        }

        DataCheck? known = Follow(location, pointer, out OpenedSign? sign);
        if (sign is null)
        {
            return known is { Outcome: DataOutcome.NotMarked }
                ? SignSearch.Open($"{file} points to the sign {pointer.Root}, and there is none where it leads to.")
                : known;
        }

        if (sign.Sign.Root != pointer.Root)
        {
            using (sign)
            {
                return SignSearch.Open(
                    $"{file} names the root {pointer.Root}, and the sign to which it leads, '{sign.SignPath}', has the root "
                        + $"{sign.Sign.Root}. A new marking has a new root: if that is why, 'emblem data point' sets the pointer anew.");
            }
        }

        found = sign with { Place = FoundPlace.Attribute };
        return null;
    }

    private static Trouble Read(DataLocation location, out byte[]? mark)
    {
        mark = null;
        Trouble trouble = location.Folder.Look(location.Name, out FileStamp stamp);
        if (!trouble.IsNone || stamp.Type != NodeType.File)
        {
            return trouble;
        }

        // That a file cannot be opened was found out before, by the look into it, and a sign above it may still cover it.
        _ = location.Folder.OpenFile(location.Name, out OpenFile? file);
        using (file)
        {
            return file is null ? Trouble.None : file.ReadMark(out mark);
        }
    }

    // Beside the file there is no sign, so that a pointer without a path leads upwards.
    private static DataCheck? Follow(DataLocation location, ExtendedAttributePointer pointer, out OpenedSign? found)
    {
        found = null;
        if (pointer.Sign is not { } sign || sign.Bytes.SequenceEqual(".adem/emblem"u8))
        {
            return SignAbove.Find(location, out found);
        }

        string path = Path.Combine(Path.GetDirectoryName(location.FullPath) ?? "", Encoding.UTF8.GetString(sign.Bytes));
        if (sign.Bytes.EndsWith("/.adem/emblem"u8))
        {
            return SignSearch.Open($"The attribute user.adem of '{location.FullPath}' points to '{path}', the sign of a folder in which "
                + "the file is not.");
        }

        Trouble trouble = location.Folder.OpenFile(sign.Bytes, out OpenFile? file);
        DataCheck? known = file is null ? null : SignSearch.OfSignFile(location, location.Name, path, file, out found);

        // What is malformed there is no wrong sign of the file: anyone may have let the pointer lead there.
        return known is { Outcome: DataOutcome.Invalid }
            ? SignSearch.Open($"The attribute user.adem of '{location.FullPath}' leads to no sign. {known.Reason}")
            : file is not null ? known
            : trouble.Kind == TroubleKind.Vanished ? SignSearch.None(path)
            : SignSearch.Open($"'{path}', to which the attribute user.adem of '{location.FullPath}' points, cannot be read: "
                + $"{trouble.ToWords()}.");
    }
}
