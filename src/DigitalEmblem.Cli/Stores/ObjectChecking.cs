using System.CommandLine;
using DigitalEmblem.Cli.Commands;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Checks an object of a store against the sign beside it (data-emblem, object stores). It writes nothing to the store.</summary>
internal sealed class ObjectChecking(ObjectAddress address, ObjectStore store)
{
    /// <summary>The most bytes of a sign's object: sign, head and page at their limits.</summary>
    public const int MaxSignBytes = 6 << 20;

    private static Sentence Elsewhere => $"The object's metadata point to another sign than the one that was checked.";

    // The metadata of the object, once its content is opened.
    private StoredObject? _about;

    /// <summary>Whether the pointer of the object names another root than its sign. The outcome is not changed by it.</summary>
    public bool PointsElsewhere { get; private set; }

    /// <summary>Checks, and tells.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed,
        ObjectAddress address,
        StoreOptions stores,
        PolicyOptions policies,
        ICheckReport report,
        CommandContext context,
        CancellationToken cancellationToken)
    {
        TrustPolicy policy = policies.Policy(parsed, context);
        policy.Validate();
        VerifierOptions verifier = policies.VerifierOptions(parsed, policy, context);
        DateTimeOffset at = policies.At(parsed, context);
        using CommitmentSetting commitments = policies.Commitments(parsed, [], context);
        using ObjectStore store = stores.Open(parsed, address.Bucket, context);
        var progress = new RunProgress(context.Clock);
        var checking = new ObjectChecking(address, store);
        DataCheck check;
        using (new Progress(context, progress.Line))
        {
            check = await checking.CheckAsync(
                async sign => new DataCheckOptions
                {
                    Policy = policy,
                    Evidence = sign is null
                        ? HeldEvidence.None
                        : await commitments.HoldAsync(sign.Authenticate(policy, at, verifier), cancellationToken),
                    At = at,
                    Verifier = verifier,
                    Progress = progress,
                },
                report.Add,
                cancellationToken);
        }

        report.End(check);
        if (checking.PointsElsewhere)
        {
            context.Tell($"emblem: note: {Elsewhere} It was set for an earlier one, or by another program; 'emblem data mark' "
                + $"with --set-metadata sets it anew.");
        }

        if (report.Tally.FilesRead > 0)
        {
            context.Tell(progress.Summary(report.Tally.FilesRead, progress.Bytes));
        }

        return (int)check.Outcome;
    }

    /// <summary>Checks.</summary>
    /// <param name="options">What is asked for, for a sign; null if it cannot be read.</param>
    /// <param name="found">Is told the entry.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UsageException">Nothing is at the address.</exception>
    public async Task<DataCheck> CheckAsync(
        Func<DataSign?, Task<DataCheckOptions>> options, Action<CheckedEntry> found, CancellationToken cancellationToken)
    {
        try
        {
            (byte[] Bytes, StoredObject About)? read = await store.ReadAsync(address.SignKey, MaxSignBytes, cancellationToken);
            if (read is not { } sign)
            {
                return await WithoutSignAsync(cancellationToken);
            }

            DataCheck check = await ContentChecker.CheckAsync(
                sign.Bytes, address.Name, OpenAsync, await options(SignIn(sign.Bytes)), found, cancellationToken);
            if (check.Outcome == DataOutcome.NotAccepted && check.Verdict?.Outcome == VerdictOutcome.Marked
                && (await store.LookAsync(address.SignKey, cancellationToken))?.ETag != sign.About.ETag)
            {
                return Open($"The sign was replaced while the object was read. Check again.");
            }

            return WithPointer(check) with
            {
                SignPath = address.SignPath,
                Place = check.Root is null ? null : FoundPlace.Object,
            };
        }
        catch (StoreException e)
        {
            return Open(e.Sentence);
        }
    }

    /// <summary>The sign in a sign file; null if it cannot be read.</summary>
    public static DataSign? SignIn(byte[] bytes)
    {
        try
        {
            return SignFile.Open(new MemoryStream(bytes, writable: false)).Sign;
        }
        catch (DataFormatException)
        {
            // ContentChecker reads the sign again, and its outcome names the fault.
            return null;
        }
    }

    private static DataCheck Open(Sentence reason) =>
        new() { Outcome = DataOutcome.Indeterminate, Reason = HandedWords.Keep(reason) };

    private async Task<DataContent?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            ObjectContent? content = await store.OpenAsync(address.Key, cancellationToken);
            _about = content?.About;
            return content is null ? null : new DataContent(content, content.About.Length);
        }
        catch (StoreException e)
        {
            throw e.ToIOException();
        }
    }

    private async Task<DataCheck> WithoutSignAsync(CancellationToken cancellationToken)
    {
        StoredObject about = await store.LookAsync(address.Key, cancellationToken)
            ?? throw new UsageException(
                $"There is no object '{address}', and no sign for one. Check the key. {ObjectText.Download($"{address}/")}");
        return about.Pointer is null
            ? new DataCheck
            {
                Outcome = DataOutcome.NotMarked,
                Reason = HandedWords.Keep(
                    $"There is no sign of data at '{address.SignPath}'. Whether it lies in a marked folder that was uploaded was not "
                        + $"looked for: 'emblem data find {new StorePrefix(address.Bucket, "")}' tells it."),
            }
            : Open($"There is no sign at '{address.SignPath}', and the object's metadata point to one: it was removed, or left behind when "
                + $"the object was copied. Look for it where the object came from.");
    }

    // A pointer is no sign: it says that the metadata are of another time than the sign, and nothing of the data.
    private DataCheck WithPointer(DataCheck check)
    {
        PointsElsewhere = _about?.Pointer is { } pointer && pointer != check.Root?.ToString();
        return PointsElsewhere ? check with { Reason = HandedWords.Keep($"{HandedWords.Text(check.Reason)} {Elsewhere}") } : check;
    }
}
