using System.Text;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Finding;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Looks at one key: is it that of a sign, or, on request, that of an object whose metadata point to one?</summary>
internal sealed class ObjectLook(ObjectStore store, DataFindOptions options, CancellationToken cancellationToken)
{
    private const string TreeSign = ObjectAddress.SignOfFolder, SignFolder = ".adem/";

    private static Sentence NotCompared =>
        $"It marks a folder that was uploaded, which is not compared in the store: download it, and check the folder.";

    private readonly SignJudge _judge = new(options, cancellationToken);

    /// <summary>What is found at a key; null if nothing is.</summary>
    /// <exception cref="StoreException">An object's metadata cannot be read.</exception>
    public async Task<FoundSign?> AtAsync(string key)
    {
        if (key == TreeSign || key.EndsWith($"/{TreeSign}", StringComparison.Ordinal))
        {
            FoundSign? found = await JudgeAsync(key, key[..^TreeSign.Length], DataLimits.MaxBundleBytes, b => DataSign.Read(b));
            Sentence reason = $"{HandedWords.Text(found?.Reason.TrimEnd('.') ?? "")}. {NotCompared}";
            return found is null ? null : found with { Reason = HandedWords.Keep(reason) };
        }

        // Manifest and state of a marked folder lie beside its sign, and are none.
        if (key.StartsWith(SignFolder, StringComparison.Ordinal) || key.Contains($"/{SignFolder}", StringComparison.Ordinal))
        {
            return null;
        }

        string name = key[(key.LastIndexOf('/') + 1)..];
        return name.EndsWith(ObjectAddress.SignSuffix, StringComparison.Ordinal) && name != ObjectAddress.SignSuffix
            ? await JudgeAsync(key, key[..^ObjectAddress.SignSuffix.Length], ObjectChecking.MaxSignBytes, Sign)
            : options.Deep ? await PointedAsync(key)
            : null;
    }

    private static DataSign Sign(byte[] bytes) => SignFile.Open(new MemoryStream(bytes, writable: false)).Sign;

    private async Task<FoundSign?> JudgeAsync(string key, string marked, int limit, Func<byte[], DataSign> read)
    {
        FoundPath path = PathOf(marked);
        if (!ObjectAddress.IsPath(key))
        {
            return Fault(path, $"Its key has an empty component, '.' or '..', or is too long: programs turn it into another key.");
        }

        try
        {
            // A sign that was removed since it was listed is none.
            return await store.ReadAsync(key, limit, cancellationToken) is { } sign
                ? _judge.Judge(path, FoundPlace.Object, () => read(sign.Bytes))
                : null;
        }
        catch (StoreException e)
        {
            return Fault(path, $"Its sign cannot be read: {Sentence.Of(e)}");
        }
    }

    // The search judges the sign beside the object when it meets that key. So this tells only faults of the pointer.
    private async Task<FoundSign?> PointedAsync(string key)
    {
        if (!ObjectAddress.IsPath(key))
        {
            return null;
        }

        if ((await store.LookAsync(key, cancellationToken))?.Pointer is not { } pointer)
        {
            return null;
        }

        FoundPath path = PathOf(key);
        if (!DataRoot.TryParse(pointer, out DataRoot? root))
        {
            return SignJudge.Fault(
                path,
                FoundPlace.Object,
                HandedWords.Keep($"Its metadata x-amz-meta-adem are no pointer to a sign."),
                DataOutcome.Invalid);
        }

        (byte[] Bytes, StoredObject About)? sign = await store.ReadAsync(
            key + ObjectAddress.SignSuffix, ObjectChecking.MaxSignBytes, cancellationToken);
        Sentence? fault = sign is null ? Sentence.Of($"The sign to which its metadata point is not there.")
            : ObjectChecking.SignIn(sign.Value.Bytes) is { } there && there.Root != root
                ? Sentence.Of($"Its metadata point to a sign of another root.")
            : null;
        return fault is null ? null : Fault(path, fault) with { Root = root };
    }

    private static FoundSign Fault(FoundPath path, Sentence reason) =>
        SignJudge.Fault(path, FoundPlace.Object, HandedWords.Keep(reason));

    private FoundPath PathOf(string key) => new(Encoding.UTF8.GetBytes(store.Place(key)));
}
