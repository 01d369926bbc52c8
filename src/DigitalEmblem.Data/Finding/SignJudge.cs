using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Finding;

/// <summary>Reads and judges what stands behind the name of a sign. Whatever it is, the answer is a finding and no exception.</summary>
internal sealed class SignJudge(DataFindOptions options, CancellationToken cancellationToken)
{
    private const uint Root = 0;

    // One instance for both steps of the procedure, which compare it.
    private readonly VerifierOptions _verifier = options.Verifier ?? new VerifierOptions();

    /// <summary>Judges <c>.adem</c> in a folder; null if it is a folder without a sign.</summary>
    public FoundSign? Folder(Folder folder, NodeType type, FoundPath path)
    {
        if (type != NodeType.Folder)
        {
            return Fault(path, FoundPlace.Folder, $"What is named .adem is {type.ToWords()}.");
        }

        Trouble trouble = OpenFileStream.TryOpen(folder, ".adem/emblem"u8, out OpenFileStream? stream, out FileStamp stamp);
        if (stream is null)
        {
            return trouble.Kind == TroubleKind.Vanished ? null
                : Fault(
                    path,
                    FoundPlace.Folder,
                    trouble.IsNone ? $"Its .adem/emblem is {stamp.Type.ToWords()}."
                        : $"Its .adem/emblem cannot be read: {trouble.ToWords()}.");
        }

        using (stream)
        {
            // A sign that a third user put into a folder says nothing of that folder (data-emblem, on disk).
            bool isForeign = folder.Look(out FileStamp marked).IsNone && folder.Look(".adem"u8, out FileStamp sign).IsNone
                && sign.Owner != Root && sign.Owner != marked.Owner;
            return isForeign
                ? Fault(path, FoundPlace.Folder, "Its .adem belongs to another user than the folder, and is not believed.")
                : Judge(path, FoundPlace.Folder, () => ReadSign(stream));
        }
    }

    /// <summary>Judges <c>NAME.adem</c>.</summary>
    public FoundSign File(Folder folder, ReadOnlySpan<byte> name, NodeType type, FoundPath path)
    {
        Trouble trouble = Trouble.None;
        OpenFileStream? stream = null;
        if (type is NodeType.File or NodeType.Unknown)
        {
            trouble = OpenFileStream.TryOpen(folder, name, out stream, out FileStamp stamp);
            type = stamp.Type;
        }

        if (stream is null)
        {
            string why = trouble.IsNone ? $"is {type.ToWords()}" : $"cannot be read: {trouble.ToWords()}";
            return Fault(path, FoundPlace.File, $"Its sign file {why}.");
        }

        using (stream)
        {
            return Judge(path, FoundPlace.File, () => SignFile.Open(stream).Sign);
        }
    }

    /// <summary>Judges what a sign is once its bytes are read.</summary>
    public FoundSign Judge(FoundPath path, FoundPlace place, Func<DataSign> read)
    {
        DataSign sign;
        Verdict verdict;
        try
        {
            sign = read();
            verdict = Verify(sign);
        }
        catch (DataFormatException e)
        {
            return Fault(path, place, $"Its sign is malformed. {e.Message}.", DataOutcome.Invalid);
        }
        catch (IOException e)
        {
            return Fault(path, place, $"Its sign cannot be read: {e.Message}");
        }

        return path.Sign(place, SignOutcome.Of(verdict), verdict.Reason) with
        {
            Root = sign.Root,
            Verdict = verdict,
            Issuer = sign.Claims.Issuer,
            Purposes = sign.Claims.Purposes,
            Expires = sign.Claims.Validity.Expires,
        };
    }

    /// <summary>Something that has the name of a sign, and is none that can be read.</summary>
    public static FoundSign Fault(FoundPath path, FoundPlace place, string reason, DataOutcome outcome = DataOutcome.Indeterminate) =>
        path.Sign(place, outcome, reason);

    // Searches have threads of their own, so that one may wait for a store or a log.
    private Verdict Verify(DataSign sign)
    {
        AuthenticatedTokens tokens = sign.Authenticate(options.Policy, options.At, _verifier);
        GatheredEvidence evidence = options.Evidence.GatherAsync(tokens.Questions, options.At, cancellationToken)
            .AsTask().GetAwaiter().GetResult();
        VerifiedTokens verified = new EmblemVerifier(_verifier).Knowing(options.Policy.TrustedKeys).Conclude(tokens, evidence);
        return options.Policy.Decide(verified, sign.Root.ToAsset());
    }

    /// <summary>The sign of a folder.</summary>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static DataSign ReadSign(Stream stream)
    {
        long length = Math.Min(stream.Length, DataLimits.MaxBundleBytes + 1L);
        return DataSign.Read(StreamBytes.Read(stream, 0, (int)length));
    }
}
