using DigitalEmblem.Issuer.Custody;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// Keys on another machine. If one fails, the service fails without a word that leads to the machine with the key, or says that it
/// destroyed what it cannot reach.
/// </summary>
public sealed class OfflineKeyStoreTests
{
    [Fact]
    public async Task Everything_ThatNeedsThePrivateKey_SaysWhereToGo()
    {
        var store = new OfflineKeyStore();
        VerificationKey root = TestKeys.Of(SignatureAlgorithm.ES256).PublicKey;
        StoredKey stored = OfflineKeyStore.Adopt(root, "Root key");

        Assert.Equal($"root-key-{root.CoseIdentifier}", stored.Reference);
        Assert.Contains(
            "signing request",
            (await Assert.ThrowsAsync<KeyIsOfflineException>(
                () => store.OpenAsync(stored.Reference, root.CoseIdentifier, default))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "emblem key new --alg ES384",
            (await Assert.ThrowsAsync<KeyIsOfflineException>(
                () => store.GenerateAsync(SignatureAlgorithm.ES384, "Root key", default))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "backup",
            (await Assert.ThrowsAsync<KeyIsOfflineException>(() => store.DestroyAsync(stored.Reference, default))).Message,
            StringComparison.Ordinal);
        Assert.Null(await store.ProbeAsync(default));
    }
}
