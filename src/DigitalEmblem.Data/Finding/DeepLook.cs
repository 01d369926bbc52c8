using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Finding;

/// <summary>Looks into files for signs: pointers in extended attributes, and archives by their extension.</summary>
internal sealed class DeepLook(SignJudge judge, FindTally tally, Action<FoundSign> found)
{
    /// <summary>Looks at a file in the last of some open folders.</summary>
    public void Look(List<FindFrame> frames, ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        Folder folder = frames[^1].Folder!;
        Trouble trouble = folder.OpenFile(name, out OpenFile? file);
        if (file is null)
        {
            if (trouble.Kind != TroubleKind.Vanished)
            {
                tally.Trouble(path, trouble.ToWords());
            }

            return;
        }

        using (file)
        {
            trouble = file.ReadMark(out byte[]? mark);
            if (mark is not null)
            {
                found(Attribute(frames, name, mark, new FoundPath(path.ToArray())));
            }
            else if (!trouble.IsNone)
            {
                found(SignJudge.Fault(
                    new FoundPath(path.ToArray()),
                    FoundPlace.Attribute,
                    $"Its attribute user.adem cannot be read, or is no pointer: {trouble.ToWords()}."));
            }
        }

        if (name.EndsWith(".zip"u8) || name.EndsWith(".tar"u8))
        {
            Archive(folder, name, path.ToArray());
        }
    }

    private FoundSign Attribute(List<FindFrame> frames, ReadOnlySpan<byte> name, byte[] mark, FoundPath path)
    {
        if (!ExtendedAttributePointer.TryRead(mark, out ExtendedAttributePointer? pointer))
        {
            return SignJudge.Fault(path, FoundPlace.Attribute, "Its attribute user.adem is no pointer to a sign.", DataOutcome.Invalid);
        }

        FoundSign? sign = pointer.Sign is { } at ? Open(frames[^1].Folder!, at.Bytes, path) : Beside(frames, name, path);
        string? fault = sign is null ? "The sign to which its attribute points is not there."
            : sign.Root is { } root && root != pointer.Root ? "Its attribute points to a sign of another root."
            : null;
        return fault is null ? sign! : SignJudge.Fault(path, FoundPlace.Attribute, fault) with { Root = pointer.Root };
    }

    // Without a path: the sign file beside it, else that of the nearest folder above, as far as the search reaches.
    private FoundSign? Beside(List<FindFrame> frames, ReadOnlySpan<byte> name, FoundPath path)
    {
        FoundSign? sign = Open(frames[^1].Folder!, [.. name, .. ".adem"u8], path);
        for (int i = frames.Count - 1; i >= 0 && sign is null; i--)
        {
            sign = frames[i].Folder is { } folder ? Open(folder, ".adem/emblem"u8, path) : null;
        }

        return sign;
    }

    private FoundSign? Open(Folder folder, ReadOnlySpan<byte> sign, FoundPath path)
    {
        bool isFolders = sign.EndsWith(".adem/emblem"u8);
        Trouble trouble = OpenFileStream.TryOpen(folder, sign, out OpenFileStream? stream, out FileStamp stamp);
        if (stream is null)
        {
            string why = trouble.IsNone ? stamp.Type.ToWords() : trouble.ToWords();
            return trouble.Kind is TroubleKind.Vanished or TroubleKind.TooLong
                ? null
                : SignJudge.Fault(path, FoundPlace.Attribute, $"The sign to which its attribute points cannot be read: {why}.");
        }

        using (stream)
        {
            return judge.Judge(path, FoundPlace.Attribute, () => isFolders ? SignJudge.ReadSign(stream) : SignFile.Open(stream).Sign);
        }
    }

    private void Archive(Folder folder, ReadOnlySpan<byte> name, byte[] path)
    {
        Trouble trouble = OpenFileStream.TryOpen(folder, name, out OpenFileStream? stream, out _);
        if (stream is null)
        {
            if (!trouble.IsNone)
            {
                tally.Trouble(path, trouble.ToWords());
            }

            return;
        }

        using (stream)
        {
            try
            {
                if (ArchiveIndex.Read(stream).Sign is { } sign)
                {
                    using var content = new MemberContent(stream, CancellationToken.None);
                    found(judge.Judge(
                        new FoundPath(path),
                        FoundPlace.Archive,
                        () => DataSign.Read(content.ReadAll(sign, DataLimits.MaxBundleBytes))));
                }
            }
            catch (DataFormatException e)
            {
                // It may hold a sign that another reader finds.
                tally.Trouble(path, PrintableLine.Of($"an archive that cannot be looked into. {e.Message}"));
            }
            catch (IOException e)
            {
                tally.Trouble(path, PrintableLine.Of(e.Message));
            }
        }
    }
}
