using System.Text;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Marks ZIP and tar archives (data-emblem, archives): it writes a new archive with the members of an old one, unchanged byte by byte, and
/// a sign. The old one is never written to.
/// </summary>
/// <param name="signer">Signs; its endorsements were verified.</param>
/// <param name="clock">The clock; null for the system's.</param>
public sealed class ArchiveMarker(DataSigner signer, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Writes a marked copy of an archive. A sign that the old one carries is left out.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="destination">The new archive; nothing may be there.</param>
    /// <param name="options">
    /// How. A notice that the old one has is replaced, also without the option, because it must fit the sign.
    /// </param>
    /// <param name="cancellationToken">Ends it. Nothing is written then.</param>
    /// <exception cref="DataFormatException">
    /// The archive is no ZIP or tar, or one that has two readings: duplicates, gaps, headers that differ, names that lead outside.
    /// </exception>
    /// <exception cref="IOException">
    /// One of them cannot be read or written, something is at the destination, or the archive changed.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of its range, or an exclusion is wrong.</exception>
    public Task<DataMarked> MarkAsync(
        string archive, string destination, DataMarkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(archive);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Lifetime, TimeSpan.Zero, nameof(options));
        return options.IsVolume
            ? throw new ArgumentException("An archive has no generations: unpack it, and mark the folder.", nameof(options))
            : Task.Run(() => Mark(archive, destination, options, cancellationToken), cancellationToken);
    }

    private DataMarked Mark(string archive, string destination, DataMarkOptions options, CancellationToken cancellationToken)
    {
        using ArchiveFile file = ArchiveFile.Open(archive);
        string target = Path.GetFullPath(RealPath.Of(destination));
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(target));
        using Folder folder = Folder.Open(Path.GetDirectoryName(target) ?? target);
        if (folder.Look(name, out _).Kind != TroubleKind.Vanished)
        {
            throw new IOException($"'{Printable.Text(destination)}' is there already: a marked archive is a new one.");
        }

        var index = ArchiveIndex.Read(file.Stream);
        if (index.Reserved.Find(m => !SignMember.IsPart(m) && !SignMember.IsNotice(m)) is { } other)
        {
            throw ArchiveFault.Of(other.Path, "has a name that only parts of a sign have");
        }

        HashSet<long> leftOut = [.. index.Reserved.Where(m => m.Kind == EntryKind.File).Select(m => m.Start)];
        if (index.Members.Find(m => m.Kind == EntryKind.File && leftOut.Contains(m.Start)) is { } second)
        {
            throw ArchiveFault.Of(second.Path, "is a second name of a file of the sign that is in it, and that sign is left out");
        }

        var terms = ManifestTerms.ForContent(options.Exclusions);
        using FileStream manifest = TemporaryFile.Create();
        bool writesNotice = WritesNotice(file.Stream, index, options.WritesNotice, cancellationToken);
        using var lister = new MemberLister(file.Stream, index, terms, options.Progress, cancellationToken);
        DataRoot root = lister.Write(manifest);
        DateTimeOffset now = _clock.GetUtcNow();
        byte[] sign = signer.Sign(root, now, options.Lifetime);
        Emblem claims = DataSign.Read(sign).Claims;
        using SafeWrite output = folder.Replace(name, (int)(file.Stamp.Mode & 0x1FF));
        var copy = new ArchiveCopy(file.Stream, index, output, cancellationToken);
        copy.Write(sign, root.ManifestFileName, manifest, writesNotice ? DataNotice.BytesFor(claims) : null, now);
        if (!file.IsAsItWas())
        {
            throw new IOException($"'{Printable.Text(archive)}' changed while it was read. Nothing was written.");
        }

        output.CommitNew();
        return new DataMarked(
            root,
            sign,
            SignMember.ShownIn(destination),
            lister.Files,
            lister.Bytes,
            lister.Files,
            lister.NotCovered,
            claims.Validity.Expires);
    }

    private static bool WritesNotice(Stream archive, ArchiveIndex index, bool isAsked, CancellationToken cancellationToken)
    {
        if (index.Reserved.Find(SignMember.IsNotice) is not { } there)
        {
            return isAsked;
        }

        using var content = new MemberContent(archive, cancellationToken);
        return SignMember.ReadNotice(index, content) is { } notice && DataNotice.IsOne(notice) ? true
            : isAsked ? throw ArchiveFault.Of(there.Path, "is no notice of a sign, and none can be written beside it")
            : false;
    }
}
