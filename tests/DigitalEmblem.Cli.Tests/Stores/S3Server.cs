using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DigitalEmblem.TestSupport;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>
/// A real store with the interface of S3 on loopback: npm's s3rver, which ./test.sh installs below artifacts. It ignores conditions
/// (If-Match), so that <see cref="ScriptedStore"/> stands in where these count.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    public const string AccessKey = "S3RVER", SecretKey = "S3RVER", Bucket = "records";

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-s3-").FullName;
    private readonly int _port = LoopbackPorts.Free();
    private ServerProcess? _process;

    public string Endpoint => $"http://127.0.0.1:{_port}";

    /// <summary>Another client than ours, which puts and changes what ours looks at.</summary>
    public AmazonS3Client Client { get; private set; } = null!;

    private static string Program => Path.Combine(Repository.Root, "artifacts", "s3rver", "node_modules", "s3rver", "bin", "s3rver.js");

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"The object store of these tests is not installed ('{Program}'): run ./test.sh.");
        }

        // Its pages continue by a token that it encrypts with DES, which OpenSSL counts among the old ciphers.
        _process = new ServerProcess(
            "node", _folder, "--openssl-legacy-provider", Program, "--directory", _folder, "--address", "127.0.0.1",
            "--port", $"{_port}", "--no-vhost-buckets", "--configure-bucket", Bucket, "--silent");
        await _process.SaidAsync("listening");
        Client = ClientOf(Endpoint);
    }

    public Task DisposeAsync()
    {
        Client.Dispose();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A client of the same kind for another endpoint.</summary>
    public static AmazonS3Client ClientOf(string endpoint) => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Puts an object.</summary>
    public void Put(string key, byte[] content, params (string Name, string Value)[] metadata)
    {
        var request = new PutObjectRequest
        {
            BucketName = Bucket,
            Key = key,
            InputStream = new MemoryStream(content),
            ContentType = "application/pdf",
            UseChunkEncoding = false,
        };
        foreach ((string name, string value) in metadata)
        {
            request.Metadata[name] = value;
        }

        Client.PutObjectAsync(request).GetAwaiter().GetResult();
    }

    /// <summary>Puts empty objects, in the form in which the server keeps them.</summary>
    public void PutMany(string prefix, int count)
    {
        string folder = Path.Combine(_folder, Bucket, prefix);
        Directory.CreateDirectory(folder);
        for (int i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i:0000}._S3rver_object"), []);
        }
    }

    public void Delete(string key) => Client.DeleteObjectAsync(Bucket, key).GetAwaiter().GetResult();

    public GetObjectMetadataResponse Look(string key) => Client.GetObjectMetadataAsync(Bucket, key).GetAwaiter().GetResult();

    public byte[] Read(string key)
    {
        using GetObjectResponse response = Client.GetObjectAsync(Bucket, key).GetAwaiter().GetResult();
        using var bytes = new MemoryStream();
        response.ResponseStream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Whether an object is there.</summary>
    public bool Has(string key) =>
        Client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = key }).GetAwaiter().GetResult()
            .S3Objects?.Exists(o => o.Key == key) == true;
}
