using System.Net;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// A society with a key, a folder and a name server that shows the emblems of its hosts. The folder lies in memory, because the disk of a
/// container is an overlay, whose facts are only told.
/// </summary>
internal sealed class PlaceScene : IAsyncDisposable
{
    public const string Host = "files.society.example", Unmarked = "unmarked.society.example", OfOther = "files.other.example";

    private static readonly OrganizationIdentifier Other = OrganizationIdentifier.Parse("https://other.example");

    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

    public PlaceScene()
    {
        Folder = Directory.CreateDirectory(Path.Combine("/dev/shm", "emblem-place-" + Path.GetRandomFileName())).FullName;
        Publish(Host, TestTokens.Society);
        Publish("localhost", TestTokens.Society);
        Publish(OfOther, Other);
    }

    /// <summary>The society.</summary>
    public DataScene Data { get; } = new();

    /// <summary>The folder that is marked as a place.</summary>
    public string Folder { get; }

    public string Sign => Path.Combine(Folder, ".adem", "emblem");

    /// <summary>Which name server is asked.</summary>
    public string[] Resolver => ["--server", _server.EndPoint.ToString()];

    public (int Code, string Out, string Error) Place(params string[] more) =>
        Data.Command.Run(["data", "place", .. Data.Signing, .. more]);

    public (int Code, string Out, string Error) Check(params string[] more) =>
        Data.Command.Run(["data", "check", "--assume-committed", .. Resolver, .. more]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Data.Dispose();
    }

    private void Publish(string host, OrganizationIdentifier issuer)
    {
        var validity = Validity.From(DateTimeOffset.UtcNow.AddHours(-1), TimeSpan.FromDays(2));
        Emblem emblem = TestTokens.Emblem() with { Issuer = issuer, Assets = [AssetIdentifier.Parse(host)], Validity = validity };
        Endorsement ofKey = TestTokens.Endorsement(DataScene.EmblemKey.PublicKey) with
        {
            Issuer = issuer,
            Subject = issuer,
            Validity = validity,
        };
        Endorsement ofRoot = TestTokens.Endorsement(DataScene.RootKey.PublicKey, TestTokens.Ministry) with
        {
            Subject = issuer,
            Validity = validity,
        };
        SoftwareSigningKey[] keys = [DataScene.EmblemKey, DataScene.RootKey, DataScene.MinistryKey];
        byte[] bundle = TokenBundle.Write(
        [
            Cwt.Sign(emblem, DataScene.EmblemKey),
            Cwt.Sign(ofKey, DataScene.RootKey),
            Cwt.Sign(ofRoot, DataScene.MinistryKey),
            .. keys.Select(k => k.PublicKey.ToCoseKey()),
        ]);
        _server.Publish(PublishedRecords.For(UnverifiedTokens.Read(bundle), DomainName.Parse(host)));
    }
}
