using DigitalEmblem.Issuer.Custody;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// The keys that are open. If one fails, a compromised key goes on signing, a renewal of ten thousand emblems opens a key ten thousand
/// times, or a key is closed in the middle of a signature.
/// </summary>
public sealed class KeyRingTests
{
    private readonly CountingKeyStore _store = new();

    [Fact]
    public async Task Borrow_ManyAtOnceAndAgain_IsOpenedOnce()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var ring = new KeyRing([_store], capacity: 4);
        Task<SigningKey>[] waiting = [.. Enumerable.Range(0, 16).Select(_ => BorrowAsync(ring, 0))];
        gate.SetResult();
        foreach (SigningKey key in await Task.WhenAll(waiting))
        {
            Assert.True(key.PublicKey.Verify("data"u8, key.Sign("data"u8)));
            key.Dispose();
        }

        using SigningKey again = await BorrowAsync(ring, 0);
        Assert.Equal(1, _store.Asked);
        Assert.Equal(0, _store.Opened.Single().Closed);
    }

    [Fact]
    public async Task Borrow_PastTheNumber_ClosesTheOneLongestNotUsed()
    {
        await using var ring = new KeyRing([_store], capacity: 2);
        foreach (int i in (int[])[0, 1, 0, 2])
        {
            (await BorrowAsync(ring, i)).Dispose();
        }

        Assert.Equal([0, 1, 0], _store.Opened.Select(k => k.Closed));
    }

    [Fact]
    public async Task Borrow_PastTheNumberWhileAllAreInUse_ClosesNoneThatIsInUse()
    {
        await using var ring = new KeyRing([_store], capacity: 1);
        SigningKey[] keys = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => BorrowAsync(ring, i)));
        Assert.All(keys, k => k.Sign("data"u8));
        Assert.All(_store.Opened, k => Assert.Equal(0, k.Closed));

        Assert.All(keys, k => k.Dispose());
        Assert.Equal(2, _store.Opened.Sum(k => k.Closed));
    }

    [Fact]
    public async Task Forget_KeyThatIsBorrowed_SignsNothingMoreAndIsClosedWhenGivenBack()
    {
        await using var ring = new KeyRing([_store], capacity: 4);
        SigningKey key = await BorrowAsync(ring, 0), other = await BorrowAsync(ring, 1);
        ring.Forget(CountingKeyStore.Key(0).Identifier);

        Assert.Equal(KeyFault.Forgotten, Assert.Throws<KeyCustodyException>(() => key.Sign("data"u8)).Fault);
        Assert.Equal(KeyFault.Forgotten, (await Assert.ThrowsAsync<KeyCustodyException>(() => BorrowAsync(ring, 0))).Fault);
        other.Sign("data"u8);
        Assert.Equal([0, 0], _store.Opened.Select(k => k.Closed));
        key.Dispose();
        Assert.Equal([1, 0], _store.Opened.Select(k => k.Closed));
    }

    [Fact]
    public async Task Interrupt_EndsItForThoseWhoHaveIt_AndItIsOpenedAnewForTheNext()
    {
        await using var ring = new KeyRing([_store], capacity: 4);
        SigningKey key = await BorrowAsync(ring, 0);
        ring.Interrupt(CountingKeyStore.Key(0).Identifier);

        Assert.Equal(KeyFault.Forgotten, Assert.Throws<KeyCustodyException>(() => key.Sign("data"u8)).Fault);
        key.Dispose();
        using SigningKey again = await BorrowAsync(ring, 0);
        again.Sign("data"u8);
        Assert.Equal([1, 0], _store.Opened.Select(k => k.Closed));
    }

    /// <summary>Issuer review, row 37: after a restart of a token an old handle may be another key.</summary>
    [Fact]
    public async Task Sign_KeyThatIsAnotherMeanwhile_TheSignatureIsThrownAway_AndItIsOpenedAnew()
    {
        await using var ring = new KeyRing([_store], capacity: 4);
        SigningKey key = await BorrowAsync(ring, 0);
        _store.Opened.Single().SignsWith = TestKeys.Of(SignatureAlgorithm.Ed25519, 1);

        KeyCustodyException refused = Assert.Throws<KeyCustodyException>(() => key.Sign("data"u8));

        Assert.Equal(KeyFault.AnotherKey, refused.Fault);
        Assert.Contains("thrown away", refused.Message, StringComparison.Ordinal);
        key.Dispose();
        using SigningKey again = await BorrowAsync(ring, 0);
        Assert.True(again.PublicKey.Verify("data"u8, again.Sign("data"u8)));
        Assert.Equal([1, 0], _store.Opened.Select(k => k.Closed));
    }

    [Fact]
    public async Task Forget_KeyThatNobodyUses_IsClosedAtOnce()
    {
        await using var ring = new KeyRing([_store], capacity: 4);
        (await BorrowAsync(ring, 0)).Dispose();
        ring.Forget(CountingKeyStore.Key(0).Identifier);

        Assert.Equal(1, _store.Opened.Single().Closed);
    }

    [Fact]
    public async Task Forget_WhileItIsOpened_IsNeverHandedOut()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var ring = new KeyRing([_store], capacity: 4);
        Task<SigningKey> waiting = BorrowAsync(ring, 0);
        ring.Forget(CountingKeyStore.Key(0).Identifier);
        gate.SetResult();

        Assert.Equal(KeyFault.Forgotten, (await Assert.ThrowsAsync<KeyCustodyException>(() => waiting)).Fault);
        Assert.Equal(1, _store.Opened.Single().Closed);
    }

    [Fact]
    public async Task Forget_InTheMiddleOfASignature_TheSignatureIsNotHandedOut()
    {
        await using var ring = new KeyRing([_store], capacity: 4);
        using SigningKey key = await BorrowAsync(ring, 0);
        _store.Opened.Single().Before = () => ring.Forget(key.PublicKey.CoseIdentifier);

        Assert.Equal(KeyFault.Forgotten, Assert.Throws<KeyCustodyException>(() => key.Sign("data"u8)).Fault);
        Assert.Equal(0, _store.Opened.Single().Closed);
    }

    [Fact]
    public async Task Borrow_OpeningFails_IsToldToAllWhoWaitAndTriedAgainNextTime()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        _store.Failure = new KeyCustodyException(KeyFault.Unavailable, $"away");
        await using var ring = new KeyRing([_store], capacity: 4);
        Task<SigningKey>[] waiting = [BorrowAsync(ring, 0), BorrowAsync(ring, 0)];
        gate.SetResult();
        foreach (Task<SigningKey> one in waiting)
        {
            Assert.Same(_store.Failure, await Assert.ThrowsAsync<KeyCustodyException>(() => one));
        }

        _store.Failure = null;
        using SigningKey key = await BorrowAsync(ring, 0);
        Assert.Equal(2, _store.Asked);
    }

    [Fact]
    public async Task Borrow_OneGivesUp_TheOthersGetIt()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var ring = new KeyRing([_store], capacity: 4);
        using var impatient = new CancellationTokenSource();
        (string reference, KeyIdentifier identifier) = CountingKeyStore.Key(0);
        Task<SigningKey> first = ring.BorrowAsync(KeyCustody.File, reference, identifier, impatient.Token), second = BorrowAsync(ring, 0);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        using SigningKey key = await second;
        key.Sign("data"u8);
        Assert.Equal(1, _store.Asked);
    }

    [Fact]
    public async Task Dispose_KeysThatAreBorrowed_AreClosedWhenTheyComeBack()
    {
        var ring = new KeyRing([_store], capacity: 4);
        SigningKey key = await BorrowAsync(ring, 0);
        (await BorrowAsync(ring, 1)).Dispose();
        await ring.DisposeAsync();
        await ring.DisposeAsync();

        Assert.Equal([0, 1], _store.Opened.Select(k => k.Closed));
        key.Sign("data"u8);
        key.Dispose();
        key.Dispose();
        Assert.Equal([1, 1], _store.Opened.Select(k => k.Closed));
        Assert.Throws<ObjectDisposedException>(() => key.Sign("data"u8));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => BorrowAsync(ring, 0));
    }

    [Fact]
    public async Task Borrow_CustodyThatIsNotConfigured_SaysWhichSetting()
    {
        await using var ring = new KeyRing([_store, new OfflineKeyStore()], capacity: 4);
        (string reference, KeyIdentifier identifier) = CountingKeyStore.Key(0);

        Assert.Contains(
            "Custody:Pkcs11",
            (await Assert.ThrowsAsync<KeyCustodyException>(
                () => ring.BorrowAsync(KeyCustody.Pkcs11, reference, identifier, default))).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyIsOfflineException>(() => ring.BorrowAsync(KeyCustody.Offline, reference, identifier, default));
    }

    /// <summary>
    /// The law of the ring: whatever is done at once, a key that is lent is open, and each that was opened is closed once.
    /// </summary>
    [Fact]
    public async Task Anything_AtOnce_NoKeyIsClosedInUseAndEachOnceInTheEnd()
    {
        var ring = new KeyRing([_store], capacity: 2);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(async () =>
        {
            for (int i = 0; i < 400; i++)
            {
                int index = (t + (i * 7)) % 8;
                try
                {
                    using SigningKey key = await BorrowAsync(ring, index);
                    Assert.True(key.PublicKey.Verify("data"u8, key.Sign("data"u8)));
                }
                catch (KeyCustodyException e) when (e.Fault == KeyFault.Forgotten)
                {
                    Assert.InRange(index, 6, 7);
                }

                if (i == 200)
                {
                    ring.Forget(CountingKeyStore.Key(6 + (t % 2)).Identifier);
                }
            }
        })));
        Assert.InRange(_store.Opened.Count(k => k.Closed == 0), 0, 2);
        await ring.DisposeAsync();

        Assert.All(_store.Opened, k => Assert.Equal(1, k.Closed));
    }

    private static Task<SigningKey> BorrowAsync(KeyRing ring, int index)
    {
        (string reference, KeyIdentifier identifier) = CountingKeyStore.Key(index);
        return ring.BorrowAsync(KeyCustody.File, reference, identifier, default);
    }
}
