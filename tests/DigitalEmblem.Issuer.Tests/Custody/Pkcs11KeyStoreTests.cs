using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Secrets;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// Keys in a real PKCS#11 token. If one fails, a key leaves the hardware that was bought to keep it, a token that was unplugged stops
/// emblems until someone restarts the service, or its PIN is locked by trying.
/// </summary>
[Trait("Category", "Servers")]
[Collection(SoftHsm.Collection)]
public sealed class Pkcs11KeyStoreTests(SoftHsm hsm)
{
    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Generate_EachAlgorithm_IsThereAfterARestartAndTheWorldAcceptsWhatItSigns(string algorithm)
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        StoredKey stored;
        using (var store = new Pkcs11KeyStore(options))
        {
            stored = await store.GenerateAsync(SignatureAlgorithm.Parse(algorithm), "Emblem key", default);
        }

        using var restarted = new Pkcs11KeyStore(options);
        using SigningKey key = await OpenAsync(restarted, stored);
        Assert.Equal(stored.PublicKey, key.PublicKey);
        Assert.Equal($"emblem-key-{stored.PublicKey.CoseIdentifier}", stored.Reference);
        IssuedTokens.AcceptedFrom(key);
    }

    [Fact]
    public async Task Generate_PrivateValue_IsGivenToNobody()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
        {
            StoredKey stored = await store.GenerateAsync(algorithm, "hidden", default);
            SoftHsm.ByHand(options, session =>
            {
                IObjectHandle key = Assert.Single(Find(session, CKO.CKO_PRIVATE_KEY, stored));
                Assert.True(session.GetAttributeValue(key, [CKA.CKA_VALUE])[0].CannotBeRead);
                List<IObjectAttribute> said = session.GetAttributeValue(
                    key, [
                        CKA.CKA_SENSITIVE, CKA.CKA_ALWAYS_SENSITIVE, CKA.CKA_NEVER_EXTRACTABLE, CKA.CKA_PRIVATE, CKA.CKA_SIGN,
                        CKA.CKA_EXTRACTABLE]);
                Assert.Equal([true, true, true, true, true, false], said.Select(a => a.GetValueAsBool()));

                // Nor by making it extractable first.
                using IObjectAttribute extractable = session.Factories.ObjectAttributeFactory.Create(CKA.CKA_EXTRACTABLE, true);
                Assert.Throws<Pkcs11Exception>(() => session.SetAttributeValue(key, [extractable]));
            });
        }
    }

    [Fact]
    public async Task Sign_EightThreadsOnOneKey_AllVerify()
    {
        using var store = new Pkcs11KeyStore(hsm.NewToken());
        foreach (SignatureAlgorithm algorithm in (SignatureAlgorithm[])[SignatureAlgorithm.ES256, SignatureAlgorithm.Ed25519])
        {
            using SigningKey key = await OpenAsync(store, await store.GenerateAsync(algorithm, "shared", default));
            await SignManyAsync(key, threads: 8, each: 200);
        }
    }

    [Fact]
    public async Task Sign_OneSessionForAll_AllVerify()
    {
        using var store = new Pkcs11KeyStore(hsm.NewToken(sessions: 1));
        using SigningKey key = await OpenAsync(store, await store.GenerateAsync(SignatureAlgorithm.ES256, "shared", default));
        await SignManyAsync(key, threads: 8, each: 20);
    }

    /// <summary>Issuer review, row 37: two private keys change places between two starts of the token, while one is open.</summary>
    [Fact]
    public async Task Sign_TwoKeysSwappedBetweenRestarts_NothingLeavesCustody()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        var store = new Pkcs11KeyStore(options);
        await using var ring = new KeyRing([store], 4);
        StoredKey one = await store.GenerateAsync(SignatureAlgorithm.ES256, "one", default),
            other = await store.GenerateAsync(SignatureAlgorithm.ES256, "one", default);
        using SigningKey key = await ring.BorrowAsync(KeyCustody.Pkcs11, one.Reference, one.PublicKey.CoseIdentifier, default);
        Assert.True(one.PublicKey.Verify("data"u8, key.Sign("data"u8)));
        SoftHsm.ByHand(options, session =>
        {
            IObjectHandle first = Assert.Single(Find(session, CKO.CKO_PRIVATE_KEY, one)),
                second = Assert.Single(Find(session, CKO.CKO_PRIVATE_KEY, other));
            Rename(session, first, other);
            Rename(session, second, one);
        });
        using (hsm.Away())
        {
            Assert.ThrowsAny<CryptographicException>(() => key.Sign("data"u8));
        }

        KeyCustodyException refused = Assert.Throws<KeyCustodyException>(() => key.Sign("data"u8));
        Assert.Equal(KeyFault.AnotherKey, refused.Fault);
        Assert.Contains("another key in its place", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            KeyFault.Damaged,
            (await Assert.ThrowsAsync<KeyCustodyException>(
                () => ring.BorrowAsync(KeyCustody.Pkcs11, one.Reference, one.PublicKey.CoseIdentifier, default))).Fault);
    }

    [Fact]
    public async Task Sign_TokenAwayAndBack_SaysSoAndGoesOnByItself()
    {
        using var store = new Pkcs11KeyStore(hsm.NewToken());
        StoredKey stored = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
        using SigningKey key = await OpenAsync(store, stored);
        key.Sign("data"u8);

        for (int i = 0; i < 2; i++)
        {
            using (hsm.Away())
            {
                for (int again = 0; again < 2; again++)
                {
                    var e = Assert.IsAssignableFrom<KeyCustodyException>(
                        Assert.ThrowsAny<CryptographicException>(() => key.Sign("data"u8)));
                    Assert.Equal(KeyFault.Unavailable, e.Fault);
                    Assert.Contains("used again as soon as it is back", e.Message, StringComparison.Ordinal);
                }

                Assert.NotNull(await store.ProbeAsync(default));
                Assert.Equal(
                    KeyFault.Unavailable,
                    (await Assert.ThrowsAsync<KeyCustodyException>(() => store.DestroyAsync(stored.Reference, default))).Fault);
            }

            Assert.True(key.PublicKey.Verify("data"u8, key.Sign("data"u8)));
            Assert.Null(await store.ProbeAsync(default));
        }
    }

    [Fact]
    public async Task Sign_TokenAwayUnderLoad_EachSignatureVerifiesOrSaysWhy()
    {
        using var store = new Pkcs11KeyStore(hsm.NewToken());
        using SigningKey key = await OpenAsync(store, await store.GenerateAsync(SignatureAlgorithm.ES256, "shared", default));
        using var end = new CancellationTokenSource();
        int good = 0;
        Task[] signers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    Assert.True(key.PublicKey.Verify("data"u8, key.Sign("data"u8)));
                    Interlocked.Increment(ref good);
                }
                catch (KeyCustodyException e)
                {
                    Assert.Equal(KeyFault.Unavailable, e.Fault);
                }
            }
        }))];
        for (int i = 0; i < 5; i++)
        {
            using (hsm.Away())
            {
                await Task.Delay(20);
            }

            int before = Volatile.Read(ref good);
            while (Volatile.Read(ref good) == before && !signers.Any(s => s.IsFaulted))
            {
                await Task.Delay(5);
            }
        }

        await end.CancelAsync();
        await Task.WhenAll(signers);
    }

    [Fact]
    public async Task Open_WrongPin_IsRefusedAndNotTriedAgain()
    {
        Pkcs11CustodyOptions options = hsm.NewToken(pin: "1234");
        SecretSource right = options.Pin;
        options.Pin = hsm.Pin("4321");
        using var store = new Pkcs11KeyStore(options);

        var first = await Assert.ThrowsAsync<KeyCustodyException>(
            () => store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default));
        Assert.Equal(KeyFault.SecretRefused, first.Fault);
        Assert.Contains("refused the PIN", first.Message, StringComparison.Ordinal);
        Assert.Contains("has refused this PIN before, and is not asked again", await store.ProbeAsync(default), StringComparison.Ordinal);

        // The operator corrects the file: no restart.
        File.Copy(right.File!, options.Pin.File!, overwrite: true);
        Assert.Null(await store.ProbeAsync(default));
        await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
    }

    [Fact]
    public async Task Open_NoPin_SaysWhereItIsLookedFor()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        File.Delete(options.Pin.File!);

        Assert.Contains(options.Pin.File!, await store.ProbeAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_OnceOrTwice_IsGoneAndTheOtherIsNot()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        StoredKey one = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default),
            other = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
        using SigningKey open = await OpenAsync(store, one), still = await OpenAsync(store, other);
        open.Sign("data"u8);
        await store.DestroyAsync(one.Reference, default);
        await store.DestroyAsync(one.Reference, default);

        Assert.Equal(KeyFault.NotFound, Assert.Throws<KeyCustodyException>(() => open.Sign("data"u8)).Fault);
        await RefusedAsync(store, one, KeyFault.NotFound);
        Assert.True(other.PublicKey.Verify("data"u8, still.Sign("data"u8)));
        SoftHsm.ByHand(options, session =>
        {
            Assert.Empty(Find(session, CKO.CKO_PRIVATE_KEY, one));
            Assert.Empty(Find(session, CKO.CKO_PUBLIC_KEY, one));
        });
    }

    [Fact]
    public async Task Open_AnotherKeyInItsPlace_IsRefused()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        StoredKey one = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default),
            other = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
        SoftHsm.ByHand(options, session =>
        {
            foreach (CKO kind in (CKO[])[CKO.CKO_PRIVATE_KEY, CKO.CKO_PUBLIC_KEY])
            {
                session.DestroyObject(Assert.Single(Find(session, kind, one)));
                using IObjectAttribute identifier = session.Factories.ObjectAttributeFactory.Create(
                    CKA.CKA_ID, one.PublicKey.CoseIdentifier.ToArray());
                session.SetAttributeValue(Assert.Single(Find(session, kind, other)), [identifier]);
            }
        });

        await RefusedAsync(store, one, KeyFault.AnotherKey);
        await RefusedAsync(store, one with { PublicKey = other.PublicKey }, KeyFault.AnotherKey);
        await RefusedAsync(store, one with { Reference = "../x" }, KeyFault.NotFound);
    }

    /// <summary>
    /// Anyone who can write the token's public objects, but not its private keys, could have a key answer to another's name.
    /// </summary>
    [Fact]
    public async Task Open_PublicKeyThatIsNotThatOfThePrivateOne_IsRefused()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        StoredKey one = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default),
            other = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
        SoftHsm.ByHand(options, session =>
        {
            session.DestroyObject(Assert.Single(Find(session, CKO.CKO_PRIVATE_KEY, one)));
            using IObjectAttribute identifier = session.Factories.ObjectAttributeFactory.Create(
                CKA.CKA_ID, one.PublicKey.CoseIdentifier.ToArray());
            session.SetAttributeValue(Assert.Single(Find(session, CKO.CKO_PRIVATE_KEY, other)), [identifier]);
        });

        await RefusedAsync(store, one, KeyFault.Damaged);
    }

    [Fact]
    public async Task Open_KeyThatTheTokenWouldGiveOut_IsRefused()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        StoredKey stored = null!;
        Assert.Null(await store.ProbeAsync(default));
        SoftHsm.ByHand(options, session =>
        {
            var make = session.Factories.ObjectAttributeFactory;
            session.GenerateKeyPair(
                session.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN),
                [
                    make.Create(CKA.CKA_TOKEN, true),
                    make.Create(CKA.CKA_LABEL, "loose"),
                    make.Create(CKA.CKA_EC_PARAMS, Pkcs11Algorithm.Of(SignatureAlgorithm.ES256).Curve)],
                [
                    make.Create(CKA.CKA_TOKEN, true), make.Create(CKA.CKA_LABEL, "loose"), make.Create(CKA.CKA_SIGN, true),
                    make.Create(CKA.CKA_SENSITIVE, false), make.Create(CKA.CKA_EXTRACTABLE, true)],
                out IObjectHandle publicKey,
                out IObjectHandle privateKey);
            List<IObjectAttribute> read = session.GetAttributeValue(publicKey, [CKA.CKA_EC_PARAMS, CKA.CKA_EC_POINT]);
            VerificationKey key = Pkcs11Algorithm.PublicKey(read[0].GetValueAsByteArray(), read[1].GetValueAsByteArray())!;
            stored = new StoredKey(KeyReference.Of("loose", key.CoseIdentifier).ToString(), key);
            foreach (IObjectHandle handle in (IObjectHandle[])[publicKey, privateKey])
            {
                session.SetAttributeValue(handle, [make.Create(CKA.CKA_ID, key.CoseIdentifier.ToArray())]);
            }
        });

        await RefusedAsync(store, stored, KeyFault.Exposed);
    }

    [Fact]
    public async Task Generate_AlgorithmThatTheTokenHasNot_SaysWhatItHas()
    {
        hsm.Configure(mechanisms: "-CKM_EC_EDWARDS_KEY_PAIR_GEN,CKM_EDDSA");
        try
        {
            using var store = new Pkcs11KeyStore(hsm.NewToken());
            var e = await Assert.ThrowsAsync<KeyCustodyException>(
                () => store.GenerateAsync(SignatureAlgorithm.Ed25519, "Emblem key", default));

            Assert.Equal(KeyFault.NotSupported, e.Fault);
            Assert.Contains(
                "makes no Ed25519 keys. Choose one of what it says it has: ES256, ES384, ES512.", e.Message, StringComparison.Ordinal);
            await store.GenerateAsync(SignatureAlgorithm.ES512, "Emblem key", default);
        }
        finally
        {
            hsm.Configure();
        }
    }

    [Fact]
    public async Task Token_AbsentOrTwice_SaysWhatIsThere()
    {
        Pkcs11CustodyOptions one = hsm.NewToken(), absent = hsm.NewToken(label: "twin"), twin = hsm.NewToken(label: "twin");
        using (var store = new Pkcs11KeyStore(twin))
        {
            Assert.Contains("There are 2 tokens 'twin'", await store.ProbeAsync(default), StringComparison.Ordinal);
        }

        absent.TokenLabel = "somewhere else";
        using (var store = new Pkcs11KeyStore(absent))
        {
            Assert.Contains($"'{one.TokenLabel}'", await store.ProbeAsync(default), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_BySlot_IsTheOneInIt()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        using var store = new Pkcs11KeyStore(options);
        StoredKey stored = await store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
        ulong slot = 0;
        SoftHsm.ByHand(options, session => slot = session.GetSessionInfo().SlotId);

        using var bySlot = new Pkcs11KeyStore(new Pkcs11CustodyOptions { Module = options.Module, Slot = slot, Pin = options.Pin });
        using SigningKey key = await OpenAsync(bySlot, stored);
        using var elsewhere = new Pkcs11KeyStore(new Pkcs11CustodyOptions { Module = options.Module, Slot = slot + 1, Pin = options.Pin });
        Assert.Contains($"no token in slot {slot + 1}", await elsewhere.ProbeAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_OneOfTwoOnTheSameModule_LeavesTheOther()
    {
        Pkcs11CustodyOptions one = hsm.NewToken(), two = hsm.NewToken();
        using var stays = new Pkcs11KeyStore(one);
        SigningKey lost, kept;
        using (var leaves = new Pkcs11KeyStore(two))
        {
            lost = await OpenAsync(leaves, await leaves.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default));
            kept = await OpenAsync(stays, await stays.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default));
        }

        Assert.True(kept.PublicKey.Verify("data"u8, kept.Sign("data"u8)));
        Assert.Throws<ObjectDisposedException>(() => lost.Sign("data"u8));
    }

    [Theory]
    [InlineData("/nowhere/module.so")]
    [InlineData("/etc/hostname")]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6")]
    public async Task Module_ThatIsNone_SaysSoAndTheServiceStarts(string module)
    {
        using var store = new Pkcs11KeyStore(new Pkcs11CustodyOptions { Module = module, TokenLabel = "issuer", Pin = hsm.Pin("1234") });

        Assert.Contains("could not be loaded", await store.ProbeAsync(default), StringComparison.Ordinal);
        await Assert.ThrowsAsync<KeyCustodyException>(() => store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default));
    }

    [Fact]
    public async Task Ring_OverToken_OpensOnceAndForgets()
    {
        Pkcs11CustodyOptions options = hsm.NewToken();
        await using var ring = KeyRing.Open(new CustodyOptions { Pkcs11 = options });
        StoredKey stored = await ring.Store(KeyCustody.Pkcs11).GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);
        using SigningKey key = await ring.BorrowAsync(KeyCustody.Pkcs11, stored.Reference, stored.PublicKey.CoseIdentifier, default);
        IssuedTokens.AcceptedFrom(key);

        ring.Forget(stored.PublicKey.CoseIdentifier);
        Assert.Throws<KeyCustodyException>(() => key.Sign("data"u8));
    }

    private static async Task SignManyAsync(SigningKey key, int threads, int each) =>
        await Task.WhenAll(Enumerable.Range(0, threads).Select(t => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < each; i++)
                {
                    byte[] data = RandomNumberGenerator.GetBytes(40 + t);
                    Assert.True(key.PublicKey.Verify(data, key.Sign(data)));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

    private static Task<SigningKey> OpenAsync(Pkcs11KeyStore store, StoredKey stored) =>
        store.OpenAsync(stored.Reference, stored.PublicKey.CoseIdentifier, default);

    private static async Task RefusedAsync(Pkcs11KeyStore store, StoredKey stored, KeyFault fault) =>
        Assert.Equal(fault, (await Assert.ThrowsAsync<KeyCustodyException>(() => OpenAsync(store, stored))).Fault);

    private static void Rename(ISession session, IObjectHandle handle, StoredKey to) => session.SetAttributeValue(
        handle, [session.Factories.ObjectAttributeFactory.Create(CKA.CKA_ID, to.PublicKey.CoseIdentifier.ToArray())]);

    private static List<IObjectHandle> Find(ISession session, CKO kind, StoredKey stored)
    {
        var make = session.Factories.ObjectAttributeFactory;
        return session.FindAllObjects(
            [make.Create(CKA.CKA_CLASS, kind), make.Create(CKA.CKA_ID, stored.PublicKey.CoseIdentifier.ToArray())]);
    }
}
