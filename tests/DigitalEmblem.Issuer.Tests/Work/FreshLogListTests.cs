using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Work.Keys;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// A log list that is replaced while the service runs. When this fails, commitments in new logs are not proven until someone thinks of
/// starting the service again.
/// </summary>
public class FreshLogListTests
{
    [Fact]
    public async Task LogListReplacedWhileTheServiceRuns_IsReadAnew()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        string list = Path.Combine(scene.Folder, "logs.json");
        byte[] good = await File.ReadAllBytesAsync(list);
        using var other = new TestTrust();
        await File.WriteAllBytesAsync(list, other.LogList);
        OrganizationKey key = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default);
        string chain = scene.Trust.Certify((await scene.RequestCommitment.RunAsync("administrator", key.Id, default)).RequestPem);
        await Assert.ThrowsAsync<RefusedException>(() => scene.CompleteCommitment.RunAsync("administrator", key.Id, chain, default));

        // Half a file is no reason to forget what was read; the whole one counts.
        Write(list, good[..100], 1);
        await Assert.ThrowsAsync<RefusedException>(() => scene.CompleteCommitment.RunAsync("administrator", key.Id, chain, default));
        Write(list, good, 2);
        Assert.NotNull((await scene.CompleteCommitment.RunAsync("administrator", key.Id, chain, default)).LogJson);
    }

    [Fact]
    public void ListThatItsPublisherDidNotSign_IsNotTaken()
    {
        using var folder = new TemporaryFolder();
        using var trust = new TestTrust();
        using var publisher = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string list = folder.PathOf("logs.json");
        File.WriteAllBytes(list, trust.LogList);
        var files = new TransparencyOptions { LogList = list };
        Assert.NotNull(new TransparencyFiles(files).Trust.Logs);

        File.WriteAllText(folder.PathOf("logs.pem"), publisher.ExportSubjectPublicKeyInfoPem());
        File.WriteAllBytes(folder.PathOf("logs.sig"), Sign(publisher, trust.LogList));
        Assert.NotNull(new TransparencyFiles(files).Trust.Logs);

        File.WriteAllBytes(folder.PathOf("logs.sig"), Sign(publisher, [.. trust.LogList, (byte)' ']));
        Assert.Throws<TokenFormatException>(() => new TransparencyFiles(files).Trust);
    }

    private static byte[] Sign(ECDsa publisher, byte[] list) =>
        publisher.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    // File systems note when a file was written more coarsely than this test writes.
    private static void Write(string path, byte[] bytes, int minutes)
    {
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMinutes(minutes));
    }
}
