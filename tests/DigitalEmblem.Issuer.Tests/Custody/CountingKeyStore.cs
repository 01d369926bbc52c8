using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Custody;

namespace DigitalEmblem.Issuer.Tests.Custody;

/// <summary>
/// A store that counts what it is asked, and whose keys know whether they are open: a closed one that signs is a fault of the ring.
/// </summary>
internal sealed class CountingKeyStore : IKeyStore
{
    public KeyCustody Custody => KeyCustody.File;

    /// <summary>Every key that was opened, in order.</summary>
    public ConcurrentQueue<CountedKey> Opened { get; } = new();

    /// <summary>Held before each opening, if a test wants several to wait.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What openings fail with; null if they do not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How often a key was asked for.</summary>
    public int Asked { get; private set; }

    public static (string Reference, KeyIdentifier Identifier) Key(int index)
    {
        KeyIdentifier identifier = TestKeys.Of(SignatureAlgorithm.Ed25519, index).PublicKey.CoseIdentifier;
        return (KeyReference.Of("counted", identifier).ToString(), identifier);
    }

    public async Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken)
    {
        Asked++;
        await Gate;
        await Task.Yield();
        if (Failure is { } failure)
        {
            throw failure;
        }

        var key = new CountedKey(Enumerable.Range(0, 8).Select(i => TestKeys.Of(SignatureAlgorithm.Ed25519, i))
            .Single(k => k.PublicKey.CoseIdentifier == expected));
        Opened.Enqueue(key);
        return key;
    }

    public Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DestroyAsync(string reference, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A key that knows how often it was closed.</summary>
    internal sealed class CountedKey(SigningKey key) : SigningKey(key.PublicKey)
    {
        private int _closed;

        public int Closed => Volatile.Read(ref _closed);

        /// <summary>Held before each signature.</summary>
        public Action Before { get; set; } = () => { };

        /// <summary>The key that signs in its place; null for itself.</summary>
        public SigningKey? SignsWith { get; set; }

        public override byte[] Sign(ReadOnlySpan<byte> data)
        {
            Before();
            ObjectDisposedException.ThrowIf(Closed != 0, this);
            byte[] signature = (SignsWith ?? key).Sign(data);
            ObjectDisposedException.ThrowIf(Closed != 0, this);
            return signature;
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref _closed);
            base.Dispose(disposing);
        }
    }
}
