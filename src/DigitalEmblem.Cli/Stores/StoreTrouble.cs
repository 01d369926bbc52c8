using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// What went wrong at a store, in words with the likely cause. What a store says of itself is shown with escapes, and cut.
/// </summary>
internal static class StoreTrouble
{
    private static readonly string[] NoSuchObject = ["NoSuchKey", "NoSuchVersion"];

    /// <summary>
    /// Whether an exception is of a store's making, or of the way to it. The SDK's parsers throw whatever an answer makes them throw.
    /// </summary>
    public static bool IsOne(Exception e) => e is not (StoreException or UsageException or RefusalException or OutOfMemoryException);

    /// <summary>
    /// Whether a store says that an object is not there. A plain 404 is not enough, because whatever is at an address answers so; but the
    /// answer to HEAD has no words.
    /// </summary>
    public static bool SaysNotThere(Exception e, bool hasWords) =>
        e is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } s3 && (!hasWords || NoSuchObject.Contains(s3.ErrorCode));

    /// <summary>The exception for a person.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="what">The object or the prefix that was asked for.</param>
    /// <param name="host">The endpoint.</param>
    /// <param name="signs">Whether requests are signed.</param>
    public static StoreException Explain(Exception e, string what, string host, bool signs) => e is AmazonServiceException service
        ? Explain(service, what, host, signs)
        : new StoreException(e switch
        {
            HttpRequestException or IOException =>
                $"The store {host} cannot be reached: {Text(e.Message)}. Is it the right endpoint (--endpoint), and does it run?",
            OperationCanceledException => $"The store {host} did not answer within a minute. Try again.",
            _ => $"{host} does not answer as a store does: {Text(e.Message)}. Is it the right endpoint (--endpoint)?",
        });

    private static StoreException Explain(AmazonServiceException e, string what, string host, bool signs)
    {
        string code = Text(e.ErrorCode ?? "");
        return e.StatusCode switch
        {
            HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict =>
                new StoreException($"'{what}' is not what it was a moment ago: it was replaced or removed meanwhile.", isReplaced: true),
            HttpStatusCode.NotFound when e.ErrorCode == "NoSuchBucket" =>
                new StoreException($"The store {host} has no bucket for '{what}'. Check its name, and the endpoint (--endpoint)."),
            HttpStatusCode.NotFound =>
                new StoreException($"{host} answers 404 for '{what}', and not as a store does. Is it the right endpoint (--endpoint)?"),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => new StoreException(Denied(e.ErrorCode, code, what, host, signs)),
            HttpStatusCode.NotImplemented =>
                new StoreException(
                    $"The store {host} does not have what this needs ({code}): writing on condition (If-Match).", isUnknownCondition: true),
            0 => new StoreException($"The store {host} cannot be reached: {Text(e.Message)}. Does it run, and is --endpoint right?"),
            _ => new StoreException($"The store {host} answers {(int)e.StatusCode} for '{what}' ({code}): {Text(e.Message)}"),
        };
    }

    private static Sentence Denied(string? word, string code, string what, string host, bool signs) => word switch
    {
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" or "ExpiredToken" =>
            $"The store {host} does not take the credentials ({code}). Are they those of this store, whole, and not expired?",
        "InvalidObjectState" => $"'{what}' is in an archive of the store {host} ({code}), and cannot be read there. Restore it with the "
            + $"store's own tools, and try again when it is back.",
        "RequestTimeTooSkewed" => $"The store {host} says that this machine's clock is wrong ({code}). Set it right.",
        _ when !signs => $"The store {host} denies access to '{what}' ({code}), and no credentials were found: set AWS_ACCESS_KEY_ID and "
            + $"AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
        _ => $"The store {host} denies access to '{what}' ({code}). Ask for the permission; without the one to list the bucket, a store "
            + $"also says this of an object that is not there.",
    };

    private static string Text(string text) => Printable.Text(text).TrimEnd('.');
}
