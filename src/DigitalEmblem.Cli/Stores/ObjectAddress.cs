using System.Text;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Stores;

/// <summary>An object of a store that can carry a sign (data-emblem, object stores): <c>s3://BUCKET/KEY</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key, as text; it is a path of entries.</param>
internal sealed record ObjectAddress(string Bucket, string Key)
{
    public const string Scheme = "s3://", SignSuffix = ".adem";

    /// <summary>The end of the key of a sign of a folder that was uploaded.</summary>
    public const string SignOfFolder = ".adem/emblem";

    // Stores have keys of 1,024 bytes, and the sign's key is five longer.
    private const int MaxKeyBytes = 1019;

    /// <summary>The name that a manifest lists: the last component of the key.</summary>
    public EntryPath Name => EntryPath.Of(Encoding.UTF8.GetBytes(Key[(Key.LastIndexOf('/') + 1)..]));

    /// <summary>The key of its sign.</summary>
    public string SignKey => Key + SignSuffix;

    /// <summary>Where its sign lies, for a person.</summary>
    public string SignPath => this + SignSuffix;

    /// <summary>Whether an argument means an object or a prefix of a store, and no path.</summary>
    public static bool IsOne(string? argument) => argument?.StartsWith(Scheme, StringComparison.Ordinal) == true;

    /// <summary>Whether a key is one that can have a sign.</summary>
    public static bool CanBeMarked(string key) =>
        IsPath(key) && !key.EndsWith(SignSuffix, StringComparison.Ordinal)
        && !EntryRules.IsReserved(new ObjectAddress("", key).Name);

    /// <summary>Whether a key is read as it is by every program, and not as that of another object.</summary>
    public static bool IsPath(string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        return bytes.Length <= MaxKeyBytes + SignSuffix.Length && EntryPath.TryOf(bytes, out _);
    }

    /// <summary>Reads the address of an object, or of its sign, which means the object.</summary>
    /// <exception cref="UsageException">It is none that can have a sign.</exception>
    public static ObjectAddress Parse(string text)
    {
        StorePrefix place = StorePrefix.Parse(text);
        string key = place.Prefix;
        if (key.EndsWith(SignSuffix, StringComparison.Ordinal))
        {
            key = key[..^SignSuffix.Length];
        }

        if (key.Length == 0 || key.EndsWith('/'))
        {
            throw new UsageException(
                $"'{text}' is a bucket or a prefix, and no object: name one object, as s3://BUCKET/KEY. 'emblem data find {text}' "
                    + $"finds the signs below it. {ObjectText.Download($"{Scheme}{place.Bucket}/{key}")}");
        }

        if (key == SignOfFolder || key.EndsWith($"/{SignOfFolder}", StringComparison.Ordinal))
        {
            throw new UsageException(
                $"'{text}' is the sign of a folder, and no object that has one. "
                    + $"{ObjectText.Download($"{Scheme}{place.Bucket}/{key[..^SignOfFolder.Length]}")}");
        }

        return CanBeMarked(key) && Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes
            ? new ObjectAddress(place.Bucket, key)
            : throw new UsageException(
                $"'{text}' cannot have a sign: its key has an empty component, '.' or '..', is longer than {MaxKeyBytes} bytes, or is the "
                    + $"name of a sign's own file.");
    }

    /// <summary>The address as it is typed.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Key}";
}
