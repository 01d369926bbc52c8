namespace DigitalEmblem.Data.Finding;

/// <summary>
/// Finds the sign that covers a file, for a pointer to it: beside the file, or in a folder above that lists it. Both are where a reader
/// looks by itself (data-emblem, extended attribute), so that the pointer needs no path.
/// </summary>
internal static class PointerTarget
{
    /// <summary>Finds it.</summary>
    /// <param name="location">The file.</param>
    /// <param name="pointer">The pointer; null if there is no sign to point to.</param>
    /// <param name="signPath">Where the sign lies.</param>
    /// <returns>Why there is none; null if there is one. The sign is not verified, and the file is not read.</returns>
    public static DataCheck? Find(DataLocation location, out ExtendedAttributePointer? pointer, out string? signPath)
    {
        pointer = null;
        signPath = null;
        DataCheck? known = SignSearch.FindCovering(location, out OpenedSign? sign);
        using (sign)
        {
            known ??= NotListed(sign!);
            if (known is null)
            {
                pointer = new ExtendedAttributePointer(sign!.Sign.Root);
                signPath = sign.SignPath;
            }

            return known;
        }
    }

    private static DataCheck? NotListed(OpenedSign sign)
    {
        if (sign.Part is not { } part)
        {
            return null;
        }

        try
        {
            ManifestReader manifest = sign.OpenManifest();
            var entries = new PartEntries(part.Path);
            string? why = entries.WhyNone(manifest.Head.Terms.Exclusions);
            bool isListed = Entries(sign, manifest).Where(entries.Has).ToList() is [{ Kind: EntryKind.File }];
            return why is null && isListed ? null : new DataCheck
            {
                Outcome = DataOutcome.NotAccepted,
                Reason = $"The sign '{sign.SignPath}' does not cover the file. {why ?? entries.NotListed()}",
                SignPath = sign.SignPath,
            };
        }
        catch (DataFormatException e)
        {
            return SignSearch.Open($"The manifest is not the one that the sign '{sign.SignPath}' names. {e.Message}.", sign.SignPath);
        }
        catch (IOException e)
        {
            return SignSearch.Open($"The manifest of the sign '{sign.SignPath}' cannot be read: {e.Message.TrimEnd('.')}.", sign.SignPath);
        }
    }

    // A volume lists what all of its generations list.
    private static IEnumerable<ManifestEntry> Entries(OpenedSign sign, ManifestReader manifest)
    {
        using ListedEntries all = manifest.Head.Terms.Kind == DataKind.Volume && sign.SignFolder is { } folder
            ? VolumeChain.Follow(manifest, root => SignFiles.OpenManifest(folder, root)).Entries(manifest.Head.Terms.Exclusions)
            : new ManifestEntries(manifest);
        while (all.Peek() is { } entry)
        {
            yield return entry;
            all.Advance();
        }
    }
}
