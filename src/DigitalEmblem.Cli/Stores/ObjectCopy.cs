using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace DigitalEmblem.Cli.Stores;

/// <summary>The copy of an object onto itself, which is how its metadata are set. What the interface lets a client keep is kept.</summary>
internal static class ObjectCopy
{
    /// <summary>The largest object that a store copies in one step.</summary>
    public const long MostBytes = 5L << 30;

    // What is sent again as it was.
    private static readonly string[] Kept = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language"];

    /// <summary>The names of metadata that were to be kept, and are not there after a copy.</summary>
    /// <param name="copy">What was asked for.</param>
    /// <param name="now">What the store says of the object now.</param>
    public static string[] Lost(CopyObjectRequest copy, GetObjectMetadataResponse now) =>
    [
        .. copy.Metadata.Keys.Where(n => copy.Metadata[n] != now.Metadata[n]),
        .. Kept.Where(n => (copy.Headers[n] ?? "") != (now.Headers[n] ?? "")),
        .. string.IsNullOrEmpty(copy.ContentType) || copy.ContentType == now.Headers.ContentType ? (string[])[] : ["Content-Type"],
    ];

    /// <summary>The request, without user metadata.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="etag">The object that is meant.</param>
    /// <param name="about">What the store says of it.</param>
    /// <param name="place">Its address.</param>
    /// <exception cref="StoreException">A copy would lose something, or is not possible.</exception>
    public static CopyObjectRequest OntoItself(
        string bucket, string key, string etag, GetObjectMetadataResponse about, string place)
    {
        Sentence? why = about.ContentLength > MostBytes ? Sentence.Of($"it has more than 5 GiB, which no store copies in one step")
            : about.ObjectLockMode is not null || about.ObjectLockLegalHoldStatus is not null
                ? Sentence.Of($"it has a lock, which the copy would not have")
            : about.MissingMeta is > 0 || about.Metadata.Keys.Any(k => !Ascii.IsValid(about.Metadata[k] ?? ""))
                ? Sentence.Of($"its metadata cannot be read as they are, and the copy would have others")
            : null;
        if (why is not null)
        {
            throw new StoreException($"The metadata of '{place}' were not set, because that copies the object onto itself: {why}.");
        }

        var request = new CopyObjectRequest
        {
            SourceBucket = bucket,
            SourceKey = key,
            DestinationBucket = bucket,
            DestinationKey = key,
            ETagToMatch = etag,
            MetadataDirective = S3MetadataDirective.REPLACE,
            ContentType = about.Headers.ContentType,
            StorageClass = about.StorageClass,
            WebsiteRedirectLocation = about.WebsiteRedirectLocation,
            ServerSideEncryptionMethod = about.ServerSideEncryptionMethod,
            ServerSideEncryptionKeyManagementServiceKeyId = about.ServerSideEncryptionKeyManagementServiceKeyId,
            BucketKeyEnabled = about.BucketKeyEnabled,
        };
        if (about.ExpiresString is { Length: > 0 } expires)
        {
            request.Headers["Expires"] = expires;
        }

        foreach (string name in Kept)
        {
            if (about.Headers[name] is { Length: > 0 } value)
            {
                request.Headers[name] = value;
            }
        }

        return request;
    }
}
