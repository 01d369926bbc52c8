using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Lists the keys of a bucket.</summary>
/// <param name="bucket">The bucket.</param>
/// <param name="host">The store, for a person.</param>
/// <param name="ask">Asks for a page.</param>
internal sealed class StoreKeys(
    string bucket, string host, Func<ListObjectsV2Request, CancellationToken, Task<ListObjectsV2Response>> ask)
{
    // A store may send pages without keys, as for versions that were deleted. One that sends nothing else would be asked for ever.
    private const int MostWithoutKeys = 1000;

    /// <summary>All keys below a prefix, a page at a time. A page can be empty.</summary>
    /// <exception cref="StoreException">Thrown by the enumeration: the store does not list them, or not to their end.</exception>
    public async IAsyncEnumerable<string[]> BelowAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int withoutKeys = 0;
        for (string? token = null, before = null; ; before = token)
        {
            var request = new ListObjectsV2Request
            {
                BucketName = bucket,
                Prefix = prefix,
                ContinuationToken = token,
                Encoding = EncodingType.Url,
            };
            ListObjectsV2Response page = await ask(request, cancellationToken);

            // A store need not know the encoding; one that does escapes all keys.
            bool isEscaped = page.Encoding == EncodingType.Url;
            withoutKeys = page.S3Objects is { Count: > 0 } ? 0 : withoutKeys + 1;
            string[] keys =
            [
                .. (page.S3Objects ?? []).Select(o => isEscaped ? Unescaped(o.Key) : o.Key).OfType<string>().Where(k => k.Length > 0)
            ];
            yield return keys;
            if (keys.Length != (page.S3Objects?.Count ?? 0) || page.IsTruncated is not { } goesOn)
            {
                throw new StoreException(
                    $"The store {host} lists objects without their keys, or does not say whether that is all: the list is not complete.");
            }

            if (!goesOn)
            {
                yield break;
            }

            token = page.NextContinuationToken;
            if (string.IsNullOrEmpty(token) || token == before || withoutKeys >= MostWithoutKeys)
            {
                throw new StoreException($"The store {host} says that it has more keys and does not go on: the list is not complete.");
            }
        }
    }

    private static string? Unescaped(string? key) => key is null ? null : Uri.UnescapeDataString(key.Replace('+', ' '));
}
