using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Where a search in a store begins: <c>s3://BUCKET</c> or <c>s3://BUCKET/PREFIX</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What the keys begin with; empty for all keys.</param>
internal sealed partial record StorePrefix(string Bucket, string Prefix)
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="UsageException">It names no bucket.</exception>
    public static StorePrefix Parse(string text)
    {
        string rest = text[ObjectAddress.Scheme.Length..];
        int end = rest.IndexOf('/', StringComparison.Ordinal);
        string bucket = end < 0 ? rest : rest[..end];
        return BucketName().IsMatch(bucket)
            ? new StorePrefix(bucket, end < 0 ? "" : rest[(end + 1)..])
            : throw new UsageException(
                $"'{text}' names no bucket: write s3://BUCKET/KEY, where BUCKET has 3 to 63 letters, digits, '-' and '.'.");
    }

    /// <summary>The address as it is typed.</summary>
    public override string ToString() => $"{ObjectAddress.Scheme}{Bucket}/{Prefix}";

    // Older stores also have capital letters and '_' in names. A name has no '/', and begins with no '.', so that no URL changes it.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex BucketName();
}
