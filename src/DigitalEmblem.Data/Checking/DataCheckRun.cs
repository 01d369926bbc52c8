using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Places;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>A check under way (<see cref="DataChecker.Begin"/>).</summary>
public sealed class DataCheckRun
{
    private readonly string _path;
    private readonly DataCheckOptions _options;
    private readonly CheckTally _tally = new();
    private bool _begun;
    private DataCheck? _end;

    // Why the manifest or the data could not be read to their end.
    private string? _fault;

    private VolumeChain? _volume;
    // What was asked about, if the sign lies in a folder above it; and why none of it can be listed.
    private PartEntries? _part;
    private string? _notListed;

    internal DataCheckRun(string path, DataCheckOptions options)
    {
        _path = path;
        _options = options;
    }

    /// <summary>
    /// The entries in the order of the manifest, as they are found; those whose names may differ from the listed ones in their Unicode form
    /// alone come at the end. It can be enumerated once. There are none if the sign is invalid, or is not there.
    /// </summary>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="InvalidOperationException">It was enumerated before.</exception>
    public async IAsyncEnumerable<CheckedEntry> EntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_begun)
        {
            throw new InvalidOperationException("A check can be enumerated once.");
        }

        _begun = true;
        DataCheck? known = SignSearch.Find(_path, out OpenedSign? found);
        if (known is not null)
        {
            _end = known;
            yield break;
        }

        using OpenedSign sign = found!;
        if (sign.Archive is { } archive)
        {
            var run = new ArchiveRun(archive, sign.SignPath, _options);
            await foreach (CheckedEntry entry in run.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }

            _end = run.End;
            yield break;
        }

        Verdict verdict = sign.Sign.Verify(_options.Policy, _options.Evidence, _options.At, _options.Verifier);
        var judged = new DataCheck
        {
            Outcome = DataOutcome.Invalid,
            Reason = verdict.Reason,
            SignPath = sign.SignPath,
            Verdict = verdict,
            Root = sign.Sign.Root,
            Place = sign.Place,
            Part = sign.Part?.Path,
        };
        if (verdict.Outcome == VerdictOutcome.Invalid)
        {
            _end = judged;
            yield break;
        }

        ManifestReader? manifest = OpenManifest(sign);
        _part = sign.Part is { } part ? new PartEntries(part.Path) : null;
        if (_part is not null && manifest is { Head.Terms.Kind: DataKind.Location })
        {
            _notListed = $"The sign in the folder above marks a place and lists nothing, so that it says nothing of '{judged.Part}'.";
            _end = Judge(judged);
            yield break;
        }

        if (manifest is { Head.Terms.Kind: DataKind.Location } || _options.StatedHost is not null)
        {
            _end = await CheckPlaceAsync(sign, manifest, judged, cancellationToken).ConfigureAwait(false);
            yield break;
        }

        if (manifest is not null)
        {
            await foreach (CheckedEntry entry in CompareAsync(sign, manifest, cancellationToken).ConfigureAwait(false))
            {
                _tally.Add(entry);
                yield return entry;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        _end = Judge(judged with
        {
            Terms = manifest?.Head.Terms,
            Volume = _volume is null ? null : VolumeCheck.Of(_volume, sign.SignFolder!, _options.LeastGeneration),
            NoticeChanged = IsNoticeChanged(sign),
        });
    }

    /// <summary>What was found in the end.</summary>
    /// <exception cref="InvalidOperationException">Not all entries were enumerated.</exception>
    public DataCheck Conclude() => _end ?? throw new InvalidOperationException("Not all entries of the check were enumerated.");

    private async IAsyncEnumerable<CheckedEntry> CompareAsync(
        OpenedSign sign, ManifestReader manifest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = new HashProgress();

        // How many of its files a volume still holds is not known before they were met.
        using ProgressReport report = new(
            _options.Progress, progress, () => _part is null && _volume is null ? (manifest.Head.Files, manifest.Head.Bytes) : default);
        await foreach (CheckedEntry entry in (sign.FileName is null
            ? CompareTreeAsync(sign, manifest, progress, cancellationToken)
            : CompareFileAsync(sign, manifest, progress, cancellationToken)).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    private async IAsyncEnumerable<CheckedEntry> CompareTreeAsync(
        OpenedSign sign, ManifestReader manifest, HashProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ConcurrentQueue<byte[]> excluded = new();
        ListedPaths? listed = null;
        TreeMerge? merge = null;
        _notListed = _part?.WhyNone(manifest.Head.Terms.Exclusions);
        if (_notListed is not null)
        {
            // Nothing is compared, and the manifest is read all the same: if it is malformed, it does not say what is listed.
            _ = Try(() => ReadAll(manifest));
            yield break;
        }

        foreach (CheckedEntry strange in _part is null ? UnderSignNames.In(sign.Folder) : [])
        {
            yield return strange;
        }

        if (!Try(() =>
        {
            ManifestReader ahead = sign.OpenManifest();
            listed = new ListedPaths(Listed(ahead), ahead);
            merge = new TreeMerge(_part is null ? Listed(manifest) : new PartListed(Listed(manifest), _part), excluded);
        }))
        {
            yield break;
        }

        using (listed)
        using (merge)
        {
            var hashing = new HashOptions
            {
                Walk = new WalkOptions { Skip = new SkippedPaths(manifest.Head.Terms.Exclusions).Contains, Skipped = excluded.Enqueue },
                Known = sign.Part is { FileName: not null } && _volume is null ? listed!.KnownAlone : listed!.Known,
                Threads = _options.Threads ?? Environment.ProcessorCount,
                Progress = progress,
            };
            IAsyncEnumerator<HashedItem> items = (sign.Part is { } part
                ? new PartFiles(part, hashing).RunAsync(cancellationToken)
                : HashFiles.RunAsync(sign.Folder, hashing, cancellationToken)).GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                while (await TryMoveAsync(items).ConfigureAwait(false))
                {
                    using IEnumerator<CheckedEntry> found = merge!.Take(items.Current).GetEnumerator();
                    while (TryMove(found))
                    {
                        yield return found.Current;
                    }

                    if (_fault is not null)
                    {
                        break;
                    }
                }
            }

            if (_fault is null)
            {
                using IEnumerator<CheckedEntry> left = merge!.Finish().GetEnumerator();
                while (TryMove(left))
                {
                    yield return left.Current;
                }
            }

            if (!merge!.RootTrouble.IsNone)
            {
                _fault ??= $"The folder could not be read: {merge.RootTrouble.ToWords()}.";
            }
        }
    }

    private async IAsyncEnumerable<CheckedEntry> CompareFileAsync(
        OpenedSign sign, ManifestReader manifest, HashProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ManifestEntry[] listed = [];
        if (!Try(() => listed = [.. manifest.Entries().Take(2)]))
        {
            yield break;
        }

        if (listed is not [{ Kind: EntryKind.File } only])
        {
            _fault = "The manifest of a single file lists something else than one file.";
            yield break;
        }

        // What is no file is certainly not the one that is listed, and is not opened.
        bool isFile = !sign.Folder.Look(sign.FileName, out FileStamp stamp).IsNone || stamp.Type is NodeType.File or NodeType.Unknown;
        HashedItem there = !isFile ? new HashedItem(new WalkItem(sign.FileName!, 0, stamp.Type, sign.Folder), null)
            : await HashFile.RunAsync(
                sign.Folder, sign.FileName!, _options.Threads ?? Environment.ProcessorCount, progress, cancellationToken, only.Size)
                .ConfigureAwait(false);
        EntryPath path = EntryPath.Of(sign.FileName);
        CheckedEntry entry = there.Item.Trouble.Kind == TroubleKind.Vanished ? Standings.Missing(only)
            : !there.Item.Trouble.IsNone ? Standings.Unreadable(only, there.Item.Trouble.ToWords())
            : Standings.Compare(only, there);
        yield return entry.Standing == EntryStanding.Covered && only.Path != path ? Standings.Renamed(only, path) : entry;
    }

    private ManifestReader? OpenManifest(OpenedSign sign)
    {
        ManifestReader? manifest = null;
        _ = Try(() => manifest = sign.OpenManifest());
        if (manifest?.Head.Terms.Kind == DataKind.Volume)
        {
            if (sign.SignFolder is null)
            {
                _fault = "The manifest is one of a volume, and a single file has no generations.";
                return null;
            }

            _volume = VolumeChain.Follow(manifest, root => SignFiles.OpenManifest(sign.SignFolder, root));
        }

        return manifest;
    }

    private Task<DataCheck> CheckPlaceAsync(
        OpenedSign sign, ManifestReader? manifest, DataCheck judged, CancellationToken cancellationToken)
    {
        // No notice belongs to a location sign: one that is there tells of a sign of content.
        bool isLocation = manifest is { Head.Terms.Kind: DataKind.Location };
        judged = judged with { NoticeChanged = isLocation ? HasNotice(sign) : IsNoticeChanged(sign) };
        string? fault = _fault ?? (isLocation && sign.FileName is not null ? "A sign beside a single file marks no place." : null);
        return PlaceJudge.JudgeAsync(
            judged,
            manifest?.Head.Terms,
            fault,
            PlaceKinds.Folder,
            place => FolderPlace.Read(sign.Folder, place),
            _options,
            cancellationToken);
    }

    private void ReadAll(ManifestReader manifest)
    {
        using ListedEntries all = Listed(manifest);
        while (all.Peek() is not null)
        {
            all.Advance();
        }
    }

    private ListedEntries Listed(ManifestReader manifest) =>
        _volume is null ? new ManifestEntries(manifest) : _volume.Entries(manifest.Head.Terms.Exclusions);

    private bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (DataFormatException e)
        {
            _fault = $"The manifest is not the one that the sign names. {e.Message}.";
        }
        catch (IOException e)
        {
            _fault = $"The manifest cannot be read: {e.Message.TrimEnd('.')}.";
        }

        return false;
    }

    private bool TryMove(IEnumerator<CheckedEntry> entries)
    {
        bool moved = false;
        return Try(() => moved = entries.MoveNext()) && moved;
    }

    private async ValueTask<bool> TryMoveAsync(IAsyncEnumerator<HashedItem> items)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is DataFormatException or IOException)
        {
            return Try(() => throw e);
        }
    }

    private static bool HasNotice(OpenedSign sign) =>
        sign.FileName is null && sign.Folder.Look(SignNames.Notice, out _).Kind != TroubleKind.Vanished;

    private static bool IsNoticeChanged(OpenedSign sign) => HasNotice(sign)
        && (Notice.Read(sign.Folder) is not { } notice || !notice.AsSpan().SequenceEqual(DataNotice.BytesFor(sign.Sign.Claims)));

    private string? TooOld() => (_options.LeastGeneration, _volume?.Newest.Number) switch
    {
        (null, _) => null,
        ({ } least, null) => VolumeCheck.NoVolume(least),
        ({ } least, { } newest) when newest < least =>
            $"Generation {least} at least was asked for, and the sign names {newest}: an older sign was put in place, or this is another "
                + "copy.",
        _ => null,
    };

    private string Found() => _volume is null
        ? _tally.ToSentence(_options.AllowsNew)
        : _tally.ToSentences(_options.AllowsNew, _volume.Newest.Number);

    private static string JoinedSentences(params string?[] sentences) => string.Join(' ', sentences.Where(s => s is not null));

    // A question about a file that is not listed is never answered "marked", also where new files are allowed.
    private bool IsUnlisted(DataCheck judged)
    {
        if (_fault is null && _notListed is null && _part is { Count: 0, HasOtherForm: true })
        {
            _fault = $"The sign lists the name '{judged.Part}' in another Unicode form. Check the whole marked folder: then such names are "
                + "compared with all others.";
        }

        return _part is not null && (_part.Count == 0 || (_tally.Listed == 0 && !(_volume is not null && _tally.HoldsNothing)));
    }

    private static string OnlyPart(DataCheck judged) =>
        judged.Part is { } part ? $" Only '{part}' was checked, and nothing else that the sign covers." : "";

    // The sign first, then evidence that could not be read, then differences, which are certain, and at last what could not be read.
    private DataCheck Judge(DataCheck judged)
    {
        VerdictOutcome sign = judged.Verdict!.Outcome;
        long unknown = _volume?.Break.Generation ?? 0;
        string? tooOld = _fault is null ? TooOld() : null;
        bool isUnlisted = IsUnlisted(judged);
        string found = !isUnlisted ? Found() + OnlyPart(judged)
            : _notListed ?? (unknown == 0 ? _part!.NotListed() : $"'{judged.Part}' is listed by no generation that could be read.");
        string data = _fault ?? JoinedSentences(tooOld, found, _volume?.Break.Sentence);
        DataOutcome outcome = sign is VerdictOutcome.NotAccepted or VerdictOutcome.NotMarked ? DataOutcome.NotAccepted
            : sign != VerdictOutcome.Marked || _fault is not null ? DataOutcome.Indeterminate
            : tooOld is not null || (isUnlisted && unknown == 0) ? DataOutcome.NotAccepted
            : _tally.Differs(_options.AllowsNew, unknown) ? DataOutcome.NotAccepted
            : unknown > 0 || _tally[EntryStanding.Unreadable] > 0 ? DataOutcome.Indeterminate
            : _volume is not null && _tally.HoldsNothing ? DataOutcome.NotAccepted
            : DataOutcome.Marked;
        string reason = sign == VerdictOutcome.Marked ? data : $"{judged.Reason.TrimEnd('.')}. {data}";
        return judged with
        {
            Outcome = outcome,
            Reason = judged.NoticeChanged ? $"{reason} {DataNotice.FileName} is not the text for this sign." : reason,
            Counts = _tally.Counts,
            BytesCovered = _tally.BytesCovered,
        };
    }
}
