using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Puts a sign that was made elsewhere into the folder that was prepared for it.</summary>
internal static class FolderAttaching
{
    /// <param name="root">The folder.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="sign">The sign, verified.</param>
    /// <param name="bundle">Its bytes.</param>
    /// <param name="writesNotice">Whether a notice is written where none is.</param>
    /// <param name="newerThan">The instant at which a newer sign of the same root is refused; null to replace any.</param>
    /// <param name="hook">Hears of each step.</param>
    /// <exception cref="DataNotAttachedException">
    /// Its manifest is not there, or is malformed; or a newer sign of the same root is there.
    /// </exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static DataAttached Run(
        Folder root,
        string path,
        DataSign sign,
        ReadOnlySpan<byte> bundle,
        bool writesNotice,
        DateTimeOffset? newerThan,
        Action<MarkStep>? hook)
    {
        hook?.Invoke(MarkStep.Begun);
        using SignFolder place = SignFolder.Open(root, path);
        hook?.Invoke(MarkStep.Locked);
        var there = SignInPlace.Read(place.Folder);
        bool notice = Notice.IsThere(root) || writesNotice;
        ManifestHead head = ReadManifest(place.Folder, path, sign.Root);
        bool isRenewal = there.Sign?.Root == sign.Root;
        if (!isRenewal)
        {
            SignReplacement.ThrowUnlessByContent(there, path);
        }
        else if (newerThan is { } now)
        {
            SignRenewal.ThrowIfBack(there.Sign!, sign, now);
        }

        place.WriteSign(bundle);
        hook?.Invoke(MarkStep.SignNamed);
        if (notice)
        {
            place.WriteNotice(DataNotice.BytesFor(sign.Claims));
            hook?.Invoke(MarkStep.NoticeWritten);
        }

        if (!isRenewal)
        {
            // A renewal leaves the manifest that waits for the next root, and its state.
            place.Clean(new HashSet<string> { sign.Root.ManifestFileName }, keepsGenerations: false);
            RemoveOtherState(root, place.Folder, sign.Root);
        }

        hook?.Invoke(MarkStep.Cleaned);
        string file = Path.Combine(path, Encoding.ASCII.GetString(SignNames.Folder), Encoding.ASCII.GetString(SignNames.Sign));
        return new DataAttached(sign, file, head.Files, head.Bytes);
    }

    /// <summary>Reads all of a manifest, so that no sign is put beside one that no check can use.</summary>
    public static ManifestHead Check(Stream manifest, DataRoot root)
    {
        try
        {
            var reader = ManifestReader.Open(manifest, root);
            foreach (ManifestEntry _ in reader.Entries())
            {
                // The reader checks each page, and the sums at the end.
            }

            return reader.Head;
        }
        catch (DataFormatException e)
        {
            throw new DataNotAttachedException(
                DataOutcome.Indeterminate,
                $"The list of files that waits for this sign is malformed: {e.Message}. Prepare the data again, and have their new root "
                    + "signed.",
                e);
        }
    }

    /// <summary>No manifest of the root is here.</summary>
    public static DataNotAttachedException Foreign(string path, DataRoot root) => new(
        DataOutcome.NotAccepted,
        $"The sign is of the root {root}, and '{path}' was not prepared for it: other data were prepared, or these were prepared again "
            + "since. Prepare them, and have that root signed.");

    private static ManifestHead ReadManifest(Folder folder, string path, DataRoot root)
    {
        Trouble trouble = folder.OpenFile(Encoding.ASCII.GetBytes(root.ManifestFileName), out OpenFile? file);
        using (file ?? throw (trouble.Kind == TroubleKind.Vanished
            ? Foreign(path, root)
            : new IOException($"'{root.ManifestFileName}' cannot be read: {trouble.ToWords()}.", trouble.Error)))
        {
            using OpenFileStream stream = SignFiles.StreamOf(file);
            return Check(stream, root);
        }
    }

    // That of another manifest would only make the next update read all.
    private static void RemoveOtherState(Folder root, Folder folder, DataRoot named)
    {
        _ = root.Look(out FileStamp stamp);
        using StateReader? state = StateReader.Open(folder, stamp.Device);
        if (state?.Root != named)
        {
            _ = folder.Remove(SignNames.State, folder: false);
        }
    }
}
