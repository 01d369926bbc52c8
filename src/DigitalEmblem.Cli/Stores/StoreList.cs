using System.Xml;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// A list of keys, before the SDK reads it. The SDK takes every XML for one: a page of a proxy would be a bucket without keys.
/// </summary>
internal static class StoreList
{
    private const string Root = "ListBucketResult";

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, Async = true };

    /// <exception cref="StoreException">The content is no list.</exception>
    public static async Task ThrowIfNoneAsync(HttpContent content, string host, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken), writable: false);
        using var reader = XmlReader.Create(body, Strict);
        try
        {
            if (await reader.MoveToContentAsync() == XmlNodeType.Element && reader.LocalName == Root)
            {
                return;
            }
        }
        catch (XmlException)
        {
            // It is no list either.
        }

        throw new StoreException($"{host} answers, and sends no list of keys. Is it the right endpoint (--endpoint)?");
    }
}
