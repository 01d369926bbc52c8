using DigitalEmblem.Data.Archives;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// Checks a ZIP or tar archive against the sign in it, without a network and without unpacking it to disk (data-emblem, archives). An
/// archive that two readers could read differently is not judged. It writes nothing.
/// </summary>
public static class ArchiveChecker
{
    /// <summary>Checks an archive.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="found">Is told each member in the order of the manifest; null for the summary only.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The end; faults of the archive, the manifest and the sign are outcomes and no exceptions.</returns>
    /// <exception cref="IOException">The archive is not there or cannot be opened.</exception>
    public static Task<DataCheck> CheckAsync(
        string archive, DataCheckOptions options, Action<CheckedEntry>? found = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(archive);
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Check(archive, options, found, cancellationToken), cancellationToken);
    }

    private static DataCheck Check(
        string archive, DataCheckOptions options, Action<CheckedEntry>? found, CancellationToken cancellationToken)
    {
        using ArchiveFile file = ArchiveFile.Open(archive);
        return Check(file, null, SignMember.ShownIn(archive), options, found, cancellationToken);
    }

    /// <summary>Checks an archive that is open.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="known">Its members, if they were read.</param>
    /// <param name="signPath">How the place of its sign is shown.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="found">Is told each member.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    internal static DataCheck Check(
        ArchiveFile file,
        ArchiveIndex? known,
        string signPath,
        DataCheckOptions options,
        Action<CheckedEntry>? found,
        CancellationToken cancellationToken)
    {
        DataCheck check;
        try
        {
            ArchiveIndex index = known ?? ArchiveIndex.Read(file.Stream);
            check = index.Sign is { } sign
                ? CheckSign(file, index, sign, options, found, cancellationToken) with { SignPath = signPath, Place = FoundPlace.Archive }
                : new DataCheck { Outcome = DataOutcome.NotMarked, Reason = "The archive was read whole, and there is no sign in it." };
        }
        catch (DataFormatException e)
        {
            check = Unknown($"The archive is not judged. {e.Message}.");
        }
        catch (IOException e)
        {
            check = Unknown(e.Message);
        }

        return file.IsAsItWas() ? AskedFor.OfContent(check, options) : Unknown("The archive changed while it was read.");
    }

    private static DataCheck CheckSign(
        ArchiveFile file,
        ArchiveIndex index,
        ArchiveMember member,
        DataCheckOptions options,
        Action<CheckedEntry>? found,
        CancellationToken cancellationToken)
    {
        using var content = new MemberContent(file.Stream, cancellationToken);
        DataSign sign;
        try
        {
            sign = DataSign.Read(content.ReadAll(member, DataLimits.MaxBundleBytes));
        }
        catch (DataFormatException e)
        {
            return new DataCheck { Outcome = DataOutcome.Invalid, Reason = $"The sign is malformed. {e.Message}." };
        }

        Verdict verdict = sign.Verify(options.Policy, options.Evidence, options.At, options.Verifier);
        var judged = new DataCheck
        {
            Outcome = SignOutcome.Of(verdict),
            Reason = verdict.Reason,
            Verdict = verdict,
            Root = sign.Root,
        };
        if (judged.Outcome == DataOutcome.Invalid)
        {
            return judged;
        }

        DataCheck data = CheckData(file.Stream, index, judged, options, found, cancellationToken);
        bool noticeChanged = index.Reserved.Exists(SignMember.IsNotice) && (SignMember.ReadNotice(index, content) is not { } notice
            || !notice.AsSpan().SequenceEqual(DataNotice.BytesFor(sign.Claims)));

        // The sign is judged first, and what the data show is said beside it.
        string reason = judged.Outcome == DataOutcome.Marked ? data.Reason : $"{judged.Reason.TrimEnd('.')}. {data.Reason}";
        return data with
        {
            Outcome = judged.Outcome == DataOutcome.Marked ? data.Outcome : judged.Outcome,
            Reason = noticeChanged ? $"{reason} {DataNotice.FileName} is not the text for this sign." : reason,
            NoticeChanged = noticeChanged,
        };
    }

    private static DataCheck CheckData(
        Stream archive,
        ArchiveIndex index,
        DataCheck judged,
        DataCheckOptions options,
        Action<CheckedEntry>? found,
        CancellationToken cancellationToken)
    {
        DataRoot root = judged.Root!;
        if (index.Find(root.ManifestFileName) is not { } member)
        {
            return judged with
            {
                Outcome = DataOutcome.Indeterminate,
                Reason = $"The manifest .adem/{root.ManifestFileName} is not there.",
            };
        }

        ArchiveComparison? comparison = null;
        using var content = new MemberContent(archive, cancellationToken);
        try
        {
            using Stream manifest = SignMember.OpenManifest(archive, member, cancellationToken);
            var reader = ManifestReader.Open(manifest, root);
            if (reader.Head.Terms.Kind != DataKind.Content)
            {
                return judged with
                {
                    Outcome = DataOutcome.Indeterminate,
                    Reason = reader.Head.Terms.Kind == DataKind.Volume
                        ? "The sign is one of a volume, which is not checked in an archive: unpack it, and check the folder."
                        : "The sign is one of a place, which an archive is not.",
                    Terms = reader.Head.Terms,
                };
            }

            comparison = new ArchiveComparison(content, new SpareMembers(archive, cancellationToken), index, reader, options, found);
            comparison.Run();
            return comparison.Conclude(judged);
        }
        catch (DataFormatException e)
        {
            DataCheck sofar = comparison?.Conclude(judged) ?? judged;
            return sofar with
            {
                Outcome = DataOutcome.Indeterminate,
                Reason = $"The manifest is malformed or not the sign's. {e.Message}.",
            };
        }
    }

    private static DataCheck Unknown(string reason) => new() { Outcome = DataOutcome.Indeterminate, Reason = reason };
}
