using System.Globalization;

namespace DigitalEmblem.Data.Archives;

/// <summary>Compares the members of an archive with its manifest: two lists in one order, side by side.</summary>
internal sealed class ArchiveComparison
{
    private readonly ArchiveIndex _index;
    private readonly ManifestReader _manifest;
    private readonly DataCheckOptions _options;
    private readonly Action<CheckedEntry>? _found;
    private readonly MemberContent _content;
    private readonly CheckTally _tally = new();
    private long _read;
    private long _files;

    public ArchiveComparison(
        MemberContent content,
        ArchiveIndex index,
        ManifestReader manifest,
        DataCheckOptions options,
        Action<CheckedEntry>? found)
    {
        _index = index;
        _manifest = manifest;
        _options = options;
        _found = found;
        _content = content;
        content.Advanced = Advance;
    }

    /// <summary>Compares all of it.</summary>
    /// <exception cref="DataFormatException">The manifest breaks a rule.</exception>
    /// <exception cref="IOException">The archive could not be read.</exception>
    public void Run()
    {
        foreach (ArchiveMember member in _index.Reserved)
        {
            CheckReserved(member);
        }

        int next = 0;
        foreach (ManifestEntry entry in _manifest.Entries())
        {
            while (next < _index.Members.Count && _index.Members[next].Path < entry.Path)
            {
                NotListed(_index.Members[next++]);
            }

            if (next < _index.Members.Count && _index.Members[next].Path == entry.Path)
            {
                Compare(entry, _index.Members[next++]);
            }
            else
            {
                Tell(entry.Path, entry.Kind, EntryStanding.Missing, entry.Size, "it is listed and is not in the archive");
            }
        }

        while (next < _index.Members.Count)
        {
            NotListed(_index.Members[next++]);
        }
    }

    /// <summary>What was found: a difference that is certain goes before what could not be read.</summary>
    public DataCheck Conclude(DataCheck judged) => judged with
    {
        Outcome = _tally.Differs(_options.AllowsNew) ? DataOutcome.NotAccepted
            : _tally[EntryStanding.Unreadable] > 0 ? DataOutcome.Indeterminate
            : DataOutcome.Marked,
        Reason = _tally.ToSentence(_options.AllowsNew),
        Terms = _manifest.Head.Terms,
        Counts = _tally.Counts,
        BytesCovered = _tally.BytesCovered,
    };

    // Nothing may hide under the names of the sign: only its own two files are passed over.
    private void CheckReserved(ArchiveMember member)
    {
        bool isOwn = SignMember.IsPart(member) && (member.Kind != EntryKind.File
            || member.Path == SignMember.PathOf(SignMember.Emblem)
            || member.Path == SignMember.PathOf(_manifest.Root.ManifestFileName));
        if (isOwn)
        {
            return;
        }

        // A marked folder that is packed as it is has a state in it.
        bool isNotice = SignMember.IsNotice(member), isState = SignMember.IsState(member);
        Tell(
            member.Path,
            member.Kind,
            isNotice || isState ? EntryStanding.NotCovered : EntryStanding.New,
            member.Size,
            isNotice ? "it is the notice for people, whose text no sign covers"
            : isState ? "it is what the updates of a folder keep, which no sign covers"
            : "it has a name of the sign's own files and is none");
    }

    private void NotListed(ArchiveMember member)
    {
        bool isExcluded = Exclusion.Covers(_manifest.Head.Terms.Exclusions, member.Path);
        Tell(
            member.Path,
            member.Kind,
            isExcluded ? EntryStanding.NotCovered : EntryStanding.New,
            member.Size,
            isExcluded ? "the sign excludes it" : "it is in the archive and is not listed");
    }

    private void Compare(ManifestEntry entry, ArchiveMember member)
    {
        if (entry.Kind != member.Kind)
        {
            Changed(entry, "it is of another kind than listed");
        }
        else if (entry.Kind == EntryKind.NotCovered)
        {
            Tell(entry.Path, entry.Kind, EntryStanding.NotCovered, 0, "the sign does not cover it");
        }
        else if (entry.Kind == EntryKind.EmptyFolder)
        {
            Tell(entry.Path, entry.Kind, EntryStanding.Covered, 0, null);
        }
        else if (entry.Size != member.Size)
        {
            // Nothing is unpacked: an archive states what it likes, and the manifest says how much there is to read.
            Changed(entry, string.Create(
                CultureInfo.InvariantCulture, $"it has {member.Size:N0} bytes, and is listed with {entry.Size:N0}"));
        }
        else if (member.Target is { } target)
        {
            Judge(entry, Sha256Digest.Of(target), MemberFault.None);
        }
        else
        {
            MemberFault fault = _content.Read(member, entry.Size, out Sha256Digest digest);
            Judge(entry, digest, fault);
        }
    }

    private void Judge(ManifestEntry entry, Sha256Digest digest, MemberFault fault)
    {
        if (fault is MemberFault.OtherSize or MemberFault.Broken)
        {
            Changed(entry, $"it {MemberFaults.Words(fault)}");
        }
        else if (digest != entry.Digest)
        {
            Changed(entry, "its content is not the one listed");
        }
        else if (fault != MemberFault.None)
        {
            Tell(entry.Path, entry.Kind, EntryStanding.Unreadable, entry.Size, $"it {MemberFaults.Words(fault)}");
        }
        else
        {
            Tell(entry.Path, entry.Kind, EntryStanding.Covered, entry.Size, null);
        }
    }

    private void Changed(ManifestEntry entry, string reason) => Tell(entry.Path, entry.Kind, EntryStanding.Changed, entry.Size, reason);

    private void Tell(EntryPath path, EntryKind kind, EntryStanding standing, long size, string? reason)
    {
        var entry = new CheckedEntry(path, kind, standing, size, reason);
        _tally.Add(entry);
        _found?.Invoke(entry);
        _files += kind == EntryKind.File ? 1 : 0;
        Advance(0);
    }

    private void Advance(int count)
    {
        _read += count;
        _options.Progress?.Report(new DataProgress(_files, _read, _manifest.Head.Files, _manifest.Head.Bytes));
    }
}
