using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace DigitalEmblem.Cli.Stores;

/// <summary>
/// A bucket of a store with the interface of S3. It is the only type that asks the SDK for objects, and what the SDK would do by itself is
/// switched off here: redirects (<see cref="StoreDoor"/>), instance metadata, checksums in place of content, uploads in chunks.
/// </summary>
internal sealed class ObjectStore : IDisposable
{
    private const string MetadataPrefix = "x-amz-meta-", PointerName = "adem", CopySource = "x-amz-copy-source";

    // Some megabytes. A store that sends a byte now and then would be heard for days.
    private static readonly TimeSpan PatienceForSmall = TimeSpan.FromMinutes(5);

    private readonly StoreHttp _http;
    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _host;
    private readonly bool _signs;

    /// <summary>A bucket. No request is sent yet.</summary>
    public ObjectStore(string bucket, StoreSettings settings, StoreCredentials credentials)
    {
        _bucket = bucket;
        _signs = credentials.Keys is not null;
        _http = new StoreHttp(settings.Endpoint);
        var config = new AmazonS3Config
        {
            IgnoreConfiguredEndpointUrls = true,
            MaxErrorRetry = 1,
            HttpClientFactory = _http,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (settings.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.GetLeftPart(UriPartial.Authority);
            config.ForcePathStyle = true;
            config.AuthenticationRegion = settings.Region;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(settings.Region);
        }

        _host = settings.Endpoint?.Authority ?? $"AWS ({settings.Region})";
        _client = new AmazonS3Client(credentials.Keys ?? new AnonymousAWSCredentials(), config);

        // The SDK escapes the '/' of the source as well, which stores that are not AWS do not all read.
        _client.BeforeRequestEvent += (_, request) =>
        {
            if (request is WebServiceRequestEventArgs { Headers: { } headers } && headers.TryGetValue(CopySource, out string? source))
            {
                headers[CopySource] = source.Replace("%2F", "/", StringComparison.Ordinal);
            }
        };
    }

    /// <summary>What the store says of an object; null if it is not there.</summary>
    /// <exception cref="StoreException">The store does not tell.</exception>
    public Task<StoredObject?> LookAsync(string key, CancellationToken cancellationToken) => TryAsync<StoredObject?>(
        key, hasWords: false, async () => About(await HeadAsync(key, cancellationToken)), cancellationToken);

    /// <summary>Opens an object to read it; null if it is not there. At its end it is asked whether it is still the same one.</summary>
    /// <exception cref="StoreException">The store does not give it.</exception>
    public Task<ObjectContent?> OpenAsync(string key, CancellationToken cancellationToken) =>
        OpenAsync(key, asksAgain: true, cancellationToken);

    private Task<ObjectContent?> OpenAsync(string key, bool asksAgain, CancellationToken cancellationToken) => TryAsync(
        key,
        hasWords: true,
        async () =>
        {
            GetObjectResponse response = await _client.GetObjectAsync(
                new GetObjectRequest { BucketName = _bucket, Key = key }, cancellationToken);
            try
            {
                bool isWhole = string.IsNullOrEmpty(response.ContentRange);
                StoredObject about = About(response.Metadata[StoreDoor.ETagName], response.Headers, response.Metadata, isWhole);
                return new ObjectContent(response, response.ResponseStream, about, asksAgain ? token => LookAsync(key, token) : null);
            }
            catch
            {
                response.Dispose();
                throw;
            }
        },
        cancellationToken);

    /// <summary>A small object as a whole; null if it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="limit">How many bytes it may have. A longer one is not read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">The store does not give it, or it is longer.</exception>
    public async Task<(byte[] Bytes, StoredObject About)?> ReadAsync(string key, int limit, CancellationToken cancellationToken)
    {
        using ObjectContent? content = await OpenAsync(key, asksAgain: false, cancellationToken);
        if (content is null)
        {
            return null;
        }

        if (content.About.Length > limit)
        {
            throw new StoreException(
                $"'{Place(key)}' has {content.About.Length} bytes, which is more than any sign has, and was not read.");
        }

        using var bytes = new MemoryStream();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(PatienceForSmall);
        try
        {
            await content.CopyToAsync(bytes, end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreException($"'{Place(key)}' was not read, because the store sent it too slowly. Try again.");
        }
        catch (IOException e)
        {
            throw new StoreException($"'{Place(key)}' cannot be read: {Sentence.Of(e)}. Try again.");
        }

        return (bytes.ToArray(), content.About);
    }

    /// <summary>Puts a small object.</summary>
    /// <param name="key">The key.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="replaces">The ETag of the object that it replaces; null if none is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its ETag.</returns>
    /// <exception cref="StoreException">The store does not take it, or another object is there.</exception>
    public async Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> bytes, string? replaces, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = key,
            InputStream = stream,
            ContentType = "application/octet-stream",
            UseChunkEncoding = false,
            IfMatch = replaces,
            IfNoneMatch = replaces is null ? "*" : null,
        };
        PutObjectResponse response = await AskAsync(key, () => _client.PutObjectAsync(request, cancellationToken), cancellationToken);
        return response.ETag ?? "";
    }

    /// <summary>Deletes an object, if it is still the one that is meant. It may be gone already.</summary>
    /// <param name="key">The key.</param>
    /// <param name="etag">The object that is meant: any other one is left as it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">The store does not do it, or another object is there.</exception>
    public async Task DeleteAsync(string key, string etag, CancellationToken cancellationToken)
    {
        // Many stores pass over a condition of a deletion. Without this look, the sign of a faster marker would be deleted there.
        if (await LookAsync(key, cancellationToken) is not { } there)
        {
            return;
        }

        if (there.ETag != etag)
        {
            throw new StoreException($"'{Place(key)}' is not what it was a moment ago: it was replaced meanwhile.", isReplaced: true);
        }

        var request = new DeleteObjectRequest { BucketName = _bucket, Key = key, IfMatch = etag };
        try
        {
            await AskAsync(key, () => _client.DeleteObjectAsync(request, cancellationToken), cancellationToken);
        }
        catch (StoreException e) when (e.IsUnknownCondition)
        {
            request.IfMatch = null;
            await AskAsync(key, () => _client.DeleteObjectAsync(request, cancellationToken), cancellationToken);
        }
    }

    /// <summary>All keys below a prefix, a page at a time. A page can be empty.</summary>
    /// <exception cref="StoreException">Thrown by the enumeration: the store does not list them, or not to their end.</exception>
    public IAsyncEnumerable<string[]> ListAsync(string prefix, CancellationToken cancellationToken) => new StoreKeys(
        _bucket,
        _host,
        (request, token) => AskAsync(request.Prefix, () => _client.ListObjectsV2Async(request, token), token))
        .BelowAsync(prefix, cancellationToken);

    /// <summary>Sets or removes the pointer of an object, which copies the object onto itself.</summary>
    /// <param name="key">The key.</param>
    /// <param name="etag">The object that is meant: any other one is left as it is.</param>
    /// <param name="pointer">The text of the root; null to remove the pointer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="StoreException">The store does not do it, the object is another one, or a copy would lose something.</exception>
    public async Task SetPointerAsync(string key, string etag, string? pointer, CancellationToken cancellationToken)
    {
        GetObjectMetadataResponse about = await AskAsync(key, () => HeadAsync(key, cancellationToken), cancellationToken);
        CopyObjectRequest request = ObjectCopy.OntoItself(_bucket, key, etag, about, Place(key));
        foreach (string name in about.Metadata.Keys.Where(n => pointer is not null || n != MetadataPrefix + PointerName))
        {
            request.Metadata[name] = about.Metadata[name];
        }

        if (pointer is not null)
        {
            request.Metadata[PointerName] = pointer;
        }

        StoreException? refused = null;
        try
        {
            await AskAsync(key, () => _client.CopyObjectAsync(request, cancellationToken), cancellationToken);
        }
        catch (StoreException e)
        {
            refused = e;
        }

        // What is there now counts: an answer can be lost on the way, and one can be wrong.
        GetObjectMetadataResponse now = await AskAsync(key, () => HeadAsync(key, cancellationToken), cancellationToken);
        StoredObject after = About(now);
        if (after.Pointer != pointer || after.Length != about.ContentLength)
        {
            throw refused ?? new StoreException(
                $"The store {_host} says that it copied '{Place(key)}', and the object is not as it must be then. Look at it.");
        }

        if (ObjectCopy.Lost(request, now) is { Length: > 0 } lost)
        {
            throw new StoreException(
                $"The store {_host} copied '{Place(key)}' without some of its metadata: {string.Join(", ", lost)}. Set them again with the "
                    + $"store's own tools, and leave --set-metadata out at this store.");
        }
    }

    /// <summary>The address of a key.</summary>
    public string Place(string key) => $"{ObjectAddress.Scheme}{_bucket}/{key}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private Task<GetObjectMetadataResponse> HeadAsync(string key, CancellationToken cancellationToken) =>
        _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = key }, cancellationToken);

    private StoredObject About(GetObjectMetadataResponse response) =>
        About(response.ETag, response.Headers, response.Metadata, isWhole: true);

    // A length that is not stated is 0 for the SDK, and would be an empty object.
    private StoredObject About(string? etag, HeadersCollection headers, MetadataCollection metadata, bool isWhole) =>
        !string.IsNullOrEmpty(etag) && isWhole && headers.Keys.Contains("Content-Length", StringComparer.OrdinalIgnoreCase)
            && headers.ContentLength >= 0
            ? new StoredObject(etag, headers.ContentLength, metadata[MetadataPrefix + PointerName])
            : throw new StoreException($"{_host} does not say what a store says of an object. Is it the right endpoint (--endpoint)?");

    private async Task<T?> TryAsync<T>(string key, bool hasWords, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (StoreTrouble.SaysNotThere(e, hasWords))
        {
            return default;
        }
        catch (Exception e) when (StoreTrouble.IsOne(e) && !cancellationToken.IsCancellationRequested)
        {
            throw StoreTrouble.Explain(e, Place(key), _host, _signs);
        }
    }

    private async Task<T> AskAsync<T>(string key, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (StoreTrouble.IsOne(e) && !cancellationToken.IsCancellationRequested)
        {
            throw StoreTrouble.Explain(e, Place(key), _host, _signs);
        }
    }
}
