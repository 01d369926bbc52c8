using System.Diagnostics;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Secrets;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// Keys in files. If one fails, a society loses its keys, signs with another's, or others can read them; or someone at three in the
/// morning is told to try passphrases on a file that is broken.
/// </summary>
public sealed class FileKeyStoreTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";

    private readonly TemporaryFolder _folder = new();
    private readonly FileCustodyOptions _options;
    private readonly FileKeyStore _store;

    public FileKeyStoreTests()
    {
        _options = new FileCustodyOptions
        {
            Directory = _folder.PathOf("keys"),
            Passphrase = new SecretSource { File = _folder.Write("passphrase", Passphrase) },
        };
        _store = new FileKeyStore(_options);
    }

    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(a => a.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Generate_EachAlgorithm_IsThereAfterARestartAndTheWorldAcceptsWhatItSigns(string algorithm)
    {
        StoredKey stored = await _store.GenerateAsync(SignatureAlgorithm.Parse(algorithm), "Emblem key", default);

        using SigningKey key = await new FileKeyStore(_options).OpenAsync(stored.Reference, stored.PublicKey.CoseIdentifier, default);
        Assert.Equal(stored.PublicKey, key.PublicKey);
        Assert.Equal(algorithm, key.Algorithm.Name);
        IssuedTokens.AcceptedFrom(key);
    }

    [Fact]
    public async Task Generate_WhatIsWritten_IsForTheOwnerAloneAndNothingElseIsThere()
    {
        StoredKey stored = await NewKeyAsync();

        string file = Assert.Single(Directory.GetFileSystemEntries(_options.Directory));
        Assert.Equal(FileOf(stored), file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_options.Directory));
    }

    [Fact]
    public async Task Generate_WhatIsWritten_IsReadByOpenSsl()
    {
        StoredKey stored = await NewKeyAsync();
        var start = new ProcessStartInfo(
            "openssl", ["pkey", "-in", FileOf(stored), "-passin", $"file:{_options.Passphrase.File}", "-pubout"])
        {
            RedirectStandardOutput = true,
        };
        using Process openssl = Process.Start(start)!;
        string pem = await openssl.StandardOutput.ReadToEndAsync();
        await openssl.WaitForExitAsync();

        Assert.Equal(stored.PublicKey, VerificationKey.FromPem(pem));
    }

    /// <summary>Issuer review, row 37, of keys in files.</summary>
    [Fact]
    public async Task Open_TwoFilesSwappedBetweenRestarts_IsRefused_AndSaysWhatToDo()
    {
        StoredKey one = await _store.GenerateAsync(SignatureAlgorithm.Ed25519, "one", default),
            other = await _store.GenerateAsync(SignatureAlgorithm.Ed25519, "other", default);
        string first = Path.Combine(_options.Directory, $"{one.Reference}.pem"),
            second = Path.Combine(_options.Directory, $"{other.Reference}.pem");
        string kept = await File.ReadAllTextAsync(first);
        await File.WriteAllTextAsync(first, await File.ReadAllTextAsync(second));
        await File.WriteAllTextAsync(second, kept);

        KeyCustodyException refused = await Assert.ThrowsAsync<KeyCustodyException>(
            () => new FileKeyStore(_options).OpenAsync(one.Reference, one.PublicKey.CoseIdentifier, default));

        Assert.Equal(KeyFault.AnotherKey, refused.Fault);
        Assert.Contains("restore the right one from a backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WrongPassphrase_IsToldApartFromDamage()
    {
        StoredKey stored = await NewKeyAsync();
        _folder.Write("passphrase", "another passphrase");

        KeyCustodyException e = await RefusedAsync(stored, KeyFault.SecretRefused);
        Assert.Contains("is as it was written, and the passphrase is not", e.Message, StringComparison.Ordinal);

        // And once it is right again, it opens: nothing was locked.
        _folder.Write("passphrase", Passphrase);
        using SigningKey key = await OpenAsync(stored);
    }

    [Fact]
    public async Task Open_WrongPassphraseAndNoDigest_SaysThatItCannotTell()
    {
        StoredKey stored = await NewKeyAsync();
        string text = File.ReadAllText(FileOf(stored));
        File.WriteAllText(FileOf(stored), text[text.IndexOf("-----", StringComparison.Ordinal)..]);
        using (SigningKey key = await OpenAsync(stored))
        {
        }

        _folder.Write("passphrase", "another passphrase");
        Assert.Contains("cannot be told apart", (await RefusedAsync(stored, KeyFault.SecretRefused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DamagedFile_IsToldApartFromAWrongPassphrase()
    {
        StoredKey stored = await NewKeyAsync();
        string text = File.ReadAllText(FileOf(stored));
        int first = text.IndexOf('\n', text.IndexOf("-----BEGIN", StringComparison.Ordinal)) + 1,
            last = text.IndexOf("\n-----END", StringComparison.Ordinal);
        string[] damaged =
        [
            "", "\0\0\0", text[..(text.Length / 2)], text[..last],
            .. Enumerable.Range(0, 24).Select(i => first + ((last - first) * i / 24)).Where(i => text[i] != '\n')
                .Select(i => $"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}"),
        ];

        foreach (string content in damaged)
        {
            File.WriteAllText(FileOf(stored), content);
            Assert.Contains("backup", (await RefusedAsync(stored, KeyFault.Damaged)).Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(FileOf(stored), new byte[100_000]);
        await RefusedAsync(stored, KeyFault.Damaged);
    }

    [Fact]
    public async Task Open_KeyInTheClear_IsRefusedAsExposed()
    {
        SoftwareSigningKey plain = TestKeys.Of(SignatureAlgorithm.ES256);
        string reference = KeyReference.Of("plain", plain.PublicKey.CoseIdentifier).ToString();
        _folder.Write($"keys/{reference}.pem", plain.ToPlaintextPemUnsafe());

        await RefusedAsync(new StoredKey(reference, plain.PublicKey), KeyFault.Exposed);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    public async Task Open_FileThatOthersReach_IsRefusedWithWhatToRun(UnixFileMode mode)
    {
        StoredKey stored = await NewKeyAsync();
        File.SetUnixFileMode(FileOf(stored), UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);

        Assert.Contains($"chmod 0600 '{FileOf(stored)}'", (await RefusedAsync(stored, KeyFault.Exposed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupExecute)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task Start_FolderThatOthersReach_IsRefusedWithWhatToRun(UnixFileMode mode)
    {
        File.SetUnixFileMode(_options.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | mode);

        var e = Assert.Throws<KeyCustodyException>(() => new FileKeyStore(_options));
        Assert.Equal(KeyFault.Exposed, e.Fault);
        Assert.Contains($"chmod 0700 '{_options.Directory}'", e.Message, StringComparison.Ordinal);

        // One that runs already says so when it is asked whether it is ready.
        Assert.Equal(e.Message, await _store.ProbeAsync(default));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("x/../../y")]
    public async Task Open_ReferenceThatLeadsElsewhere_IsRefusedAndNothingIsTouched(string reference)
    {
        string outside = _folder.Write("x.pem", "not a key");
        KeyIdentifier identifier = TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.CoseIdentifier;

        Assert.Equal(
            KeyFault.NotFound,
            (await Assert.ThrowsAsync<KeyCustodyException>(() => _store.OpenAsync(reference, identifier, default))).Fault);
        await Assert.ThrowsAsync<KeyCustodyException>(() => _store.DestroyAsync(reference, default));
        Assert.True(File.Exists(outside));
    }

    [Fact]
    public async Task Open_AnotherKeyInItsPlace_IsRefused()
    {
        StoredKey one = await NewKeyAsync(), other = await NewKeyAsync();
        File.Copy(FileOf(other), FileOf(one), overwrite: true);

        await RefusedAsync(one, KeyFault.AnotherKey);
        await RefusedAsync(one with { PublicKey = other.PublicKey }, KeyFault.AnotherKey);
        using SigningKey still = await OpenAsync(other);
    }

    [Fact]
    public async Task Destroy_OnceOrTwice_IsGoneAndTheOtherIsNot()
    {
        StoredKey one = await NewKeyAsync(), other = await NewKeyAsync();
        await _store.DestroyAsync(one.Reference, default);
        await _store.DestroyAsync(one.Reference, default);

        Assert.False(File.Exists(FileOf(one)));
        await RefusedAsync(one, KeyFault.NotFound);
        using SigningKey still = await OpenAsync(other);
    }

    [Fact]
    public async Task Anything_FolderIsAway_IsUnavailableAndNotCalledLostOrDestroyed()
    {
        StoredKey stored = await NewKeyAsync();
        Directory.Move(_options.Directory, _folder.PathOf("away"));

        await RefusedAsync(stored, KeyFault.Unavailable);
        Assert.Equal(
            KeyFault.Unavailable,
            (await Assert.ThrowsAsync<KeyCustodyException>(() => _store.DestroyAsync(stored.Reference, default))).Fault);
        Assert.Equal(KeyFault.Unavailable, (await Assert.ThrowsAsync<KeyCustodyException>(NewKeyAsync)).Fault);
        Assert.Contains("Mount or restore", await _store.ProbeAsync(default), StringComparison.Ordinal);

        Directory.Move(_folder.PathOf("away"), _options.Directory);
        Assert.Null(await _store.ProbeAsync(default));
        using SigningKey back = await OpenAsync(stored);
    }

    [Fact]
    public async Task Anything_NoPassphrase_SaysSoBeforeAnythingIsMade()
    {
        StoredKey stored = await NewKeyAsync();
        File.Delete(_options.Passphrase.File!);

        await RefusedAsync(stored, KeyFault.SecretMissing);
        await Assert.ThrowsAsync<KeyCustodyException>(NewKeyAsync);
        Assert.Single(Directory.GetFileSystemEntries(_options.Directory));
        Assert.Contains("does not exist", await _store.ProbeAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_ManyAtOnce_AllVerify()
    {
        foreach (SignatureAlgorithm algorithm in SignatureAlgorithm.All)
        {
            StoredKey stored = await _store.GenerateAsync(algorithm, "shared", default);
            using SigningKey key = await OpenAsync(stored);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(t => Task.Run(() =>
            {
                for (int i = 0; i < 50; i++)
                {
                    byte[] data = RandomNumberGenerator.GetBytes(40 + t);
                    Assert.True(key.PublicKey.Verify(data, key.Sign(data)));
                }
            })));
        }
    }

    private string FileOf(StoredKey stored) => Path.Combine(_options.Directory, $"{stored.Reference}.pem");

    private Task<StoredKey> NewKeyAsync() => _store.GenerateAsync(SignatureAlgorithm.ES256, "Emblem key", default);

    private Task<SigningKey> OpenAsync(StoredKey stored) => _store.OpenAsync(stored.Reference, stored.PublicKey.CoseIdentifier, default);

    private async Task<KeyCustodyException> RefusedAsync(StoredKey stored, KeyFault fault)
    {
        var e = await Assert.ThrowsAsync<KeyCustodyException>(() => OpenAsync(stored));
        Assert.Equal(fault, e.Fault);
        return e;
    }
}
