using System.Globalization;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Contents;

/// <summary>A check of content: the sign first, then its manifest, then the content, which is read once.</summary>
internal sealed class ContentCheck(
    EntryPath name, Func<CancellationToken, Task<DataContent?>> open, DataCheckOptions options, Action<CheckedEntry>? found)
{
    private readonly CheckTally _tally = new();

    public async Task<DataCheck> RunAsync(ReadOnlyMemory<byte> signFile, CancellationToken cancellationToken)
    {
        SignFile file;
        try
        {
            file = SignFile.Open(new MemoryStream(signFile.ToArray(), writable: false));
        }
        catch (DataFormatException e)
        {
            return new DataCheck { Outcome = DataOutcome.Invalid, Reason = $"The sign is malformed: {e.Message}." };
        }

        Verdict verdict = file.Sign.Verify(options.Policy, options.Evidence, options.At, options.Verifier);
        var judged = new DataCheck
        {
            Outcome = SignOutcome.Of(verdict),
            Reason = verdict.Reason,
            Verdict = verdict,
            Root = file.Sign.Root,
        };
        if (judged.Outcome == DataOutcome.Invalid)
        {
            return judged;
        }

        string? fault = Read(file, out ManifestReader? manifest, out ManifestEntry? listed);
        if (listed is not null)
        {
            CheckedEntry entry = await CompareAsync(listed, cancellationToken).ConfigureAwait(false);
            _tally.Add(entry);
            found?.Invoke(entry);
        }

        return Judge(judged with { Terms = manifest?.Head.Terms }, fault);
    }

    private static string? Read(SignFile file, out ManifestReader? manifest, out ManifestEntry? listed)
    {
        manifest = null;
        listed = null;
        try
        {
            manifest = file.OpenManifest();
            if (manifest.Head.Terms.Kind != DataKind.Content)
            {
                return "The sign is one of a place or a volume, and not of content.";
            }

            if (manifest.Entries().Take(2).ToArray() is not [{ Kind: EntryKind.File } only])
            {
                return "The manifest lists something else than one file.";
            }

            listed = only;
            return null;
        }
        catch (DataFormatException e)
        {
            return $"The manifest is not the one that the sign names. {e.Message}.";
        }
    }

    private async Task<CheckedEntry> CompareAsync(ManifestEntry listed, CancellationToken cancellationToken)
    {
        var progress = new HashProgress();
        using ProgressReport report = new(options.Progress, progress, () => (1, listed.Size));
        try
        {
            DataContent? content = await open(cancellationToken).ConfigureAwait(false);
            if (content is null)
            {
                return Standings.Missing(listed);
            }

            await using (content.ConfigureAwait(false))
            {
                // Content of another size than listed is not read: it would be downloaded for nothing.
                if (content.Length is { } stated && stated != listed.Size)
                {
                    return Changed(listed, stated, OtherSize(stated, listed));
                }

                (long length, Sha256Digest? digest) = await ContentReading
                    .RunAsync(content.Stream, listed.Size, progress, cancellationToken).ConfigureAwait(false);
                progress.AddItem();
                return Compare(listed, length, digest);
            }
        }
        catch (IOException e)
        {
            return Standings.Unreadable(listed, e.Message.TrimEnd('.'));
        }
    }

    private CheckedEntry Compare(ManifestEntry listed, long length, Sha256Digest? digest)
    {
        string? difference = digest is null
            ? string.Create(CultureInfo.InvariantCulture, $"it has more than the {listed.Size:N0} bytes that are listed")
            : length != listed.Size ? OtherSize(length, listed)
            : digest != listed.Digest ? "its content is not the one listed"
            : null;
        return difference is not null ? Changed(listed, length, difference)
            : listed.Path == name ? new(listed.Path, EntryKind.File, EntryStanding.Covered, length, null)
            : Standings.Renamed(listed, name);
    }

    private static CheckedEntry Changed(ManifestEntry listed, long size, string difference) =>
        new(listed.Path, EntryKind.File, EntryStanding.Changed, size, difference);

    private static string OtherSize(long size, ManifestEntry listed) =>
        string.Create(CultureInfo.InvariantCulture, $"it has {size:N0} bytes, and is listed with {listed.Size:N0}");

    // The same order as for files (data-emblem, outcomes): the sign, evidence that could not be read, a difference, what was not read.
    private DataCheck Judge(DataCheck judged, string? fault)
    {
        string data = fault ?? _tally.ToSentence(options.AllowsNew);
        DataCheck check = judged with
        {
            Outcome = judged.Outcome != DataOutcome.Marked ? judged.Outcome
                : fault is not null ? DataOutcome.Indeterminate
                : _tally.Differs(options.AllowsNew) ? DataOutcome.NotAccepted
                : _tally[EntryStanding.Unreadable] > 0 ? DataOutcome.Indeterminate
                : DataOutcome.Marked,
            Reason = judged.Outcome == DataOutcome.Marked ? data : $"{judged.Reason.TrimEnd('.')}. {data}",
            Counts = _tally.Counts,
            BytesCovered = _tally.BytesCovered,
        };
        return AskedFor.OfContent(check, options);
    }
}
