namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A key that a caller has borrowed from the ring. Disposing gives it back. It signs nothing after that, or after the key was forgotten.
/// </summary>
internal sealed class BorrowedKey(OpenKey key, SigningKey opened, KeyRing ring) : SigningKey(opened.PublicKey)
{
    private int _givenBack;

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _givenBack) != 0, this);
        key.RefuseIfForgotten();
        byte[] signature = opened.Sign(data);

        // Check again: the key may have been forgotten while it signed, and then the signature must not be used.
        key.RefuseIfForgotten();
        return signature;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _givenBack, 1) == 0)
        {
            ring.GiveBack(key);
        }

        base.Dispose(disposing);
    }
}
