using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
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

    // File systems note when a file was written more coarsely than this test writes.
    private static void Write(string path, byte[] bytes, int minutes)
    {
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddMinutes(minutes));
    }
}
