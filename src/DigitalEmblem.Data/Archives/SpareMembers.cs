namespace DigitalEmblem.Data.Archives;

/// <summary>
/// The members of a packed folder that its present sign does not need: the state for updates, and a manifest that waits for the next sign
/// (data-emblem, archives). Each counts only if it is what its name says, so that nothing else hides there.
/// </summary>
/// <param name="archive">The archive.</param>
/// <param name="cancellationToken">Ends the reading.</param>
/// <param name="mostUnpacked">
/// The most bytes that are unpacked for all of them together. Each compressed member would otherwise cost its own, and an archive has room
/// for a million.
/// </param>
internal sealed class SpareMembers(
    Stream archive, CancellationToken cancellationToken, long mostUnpacked = ArchiveLimits.MaxUnpackedSpares)
{
    private static readonly EntryPath State = EntryPath.Of(".adem/state"u8);

    private long _left = mostUnpacked;

    /// <summary>What the member is, as a part of a sentence; null if it is none of these.</summary>
    /// <exception cref="IOException">The archive could not be read.</exception>
    public string? WordsFor(ArchiveMember member) =>
        member.Kind != EntryKind.File || !SignMember.IsPart(member) || !TrySpend(member) ? null
        : member.Path == State ? IsState(member) ? "it is the state for updates of the folder that was packed, which no sign covers" : null
        : IsManifest(member) ? "it is a list of files that was prepared for another sign, which is not here"
        : null;

    private bool TrySpend(ArchiveMember member)
    {
        if (!member.IsDeflated)
        {
            return true;
        }

        bool isEnough = member.Size <= _left;
        _left -= isEnough ? member.Size : 0;
        return isEnough;
    }

    private bool IsState(ArchiveMember member)
    {
        try
        {
            using Stream content = SignMember.OpenManifest(archive, member, cancellationToken);
            Span<byte> start = stackalloc byte[StateForm.StartLength];
            content.Position = 0;
            return content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.StartsWith(StateForm.Label);
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    private bool IsManifest(ArchiveMember member)
    {
        try
        {
            using Stream content = SignMember.OpenManifest(archive, member, cancellationToken);
            var manifest = ManifestReader.OpenUnnamed(content);
            foreach (ManifestEntry _ in manifest.Entries())
            {
                // The reader checks each page, and the sums at the end.
            }

            return member.Path == SignMember.PathOf(manifest.Root.ManifestFileName);
        }
        catch (DataFormatException)
        {
            return false;
        }
    }
}
