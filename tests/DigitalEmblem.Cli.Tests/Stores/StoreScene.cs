using DigitalEmblem.Cli.Tests.Data;

namespace DigitalEmblem.Cli.Tests.Stores;

/// <summary>A society that marks objects of a store, with the credentials of the store in the environment.</summary>
internal sealed class StoreScene : IDisposable
{
    public const string Secret = "S3RVER-not-to-be-shown";

    private readonly string _endpoint;

    public StoreScene(string endpoint, string secret = S3Server.SecretKey)
    {
        _endpoint = endpoint;
        Data.Command.Variables["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey;
        Data.Command.Variables["AWS_SECRET_ACCESS_KEY"] = secret;
        Data.Command.Variables["AWS_SHARED_CREDENTIALS_FILE"] = Data.Command.PathOf("no-credentials");
    }

    public DataScene Data { get; } = new();

    public static string Place(string key) => $"s3://{S3Server.Bucket}/{key}";

    public (int Code, string Out, string Error) Mark(string key, params string[] more) =>
        Data.Command.Run(["data", "mark", Place(key), "--endpoint", _endpoint, .. Data.Signing, .. more]);

    public (int Code, string Out, string Error) Check(string key, params string[] more) =>
        Data.Command.Run(["data", "check", Place(key), "--endpoint", _endpoint, "--assume-committed", .. more]);

    public (int Code, string Out, string Error) Remove(string key, params string[] more) =>
        Data.Command.Run(["data", "remove", Place(key), "--endpoint", _endpoint, .. more]);

    public (int Code, string Out, string Error) Find(string prefix, params string[] more) =>
        Data.Command.Run(["data", "find", Place(prefix), "--endpoint", _endpoint, "--assume-committed", .. more]);

    public void Dispose() => Data.Dispose();
}
