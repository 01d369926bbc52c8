namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A key of the ring in the hands of one who signs. Disposing gives it back. It signs nothing after that, nor once the key was forgotten.
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

        // A signature that was made while the key was forgotten is dropped as well.
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
