namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A key that a caller has borrowed from the ring. Disposing gives it back. It signs nothing after that, or after the key was forgotten. A
/// signature leaves it only if it verifies under the public key, because a token may have another key under an old handle.
/// </summary>
/// <param name="key">The key of the ring.</param>
/// <param name="opened">What signs.</param>
/// <param name="ring">The ring.</param>
/// <param name="verifies">Whether it verifies each signature; not if the borrower does.</param>
internal sealed class BorrowedKey(OpenKey key, SigningKey opened, KeyRing ring, bool verifies) : SigningKey(opened.PublicKey)
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
        if (verifies && !PublicKey.Verify(data, signature))
        {
            ring.Distrust(key);
            throw new KeyCustodyException(
                KeyFault.AnotherKey,
                $"What was signed does not verify under the key {PublicKey.CoseIdentifier}, so it was thrown away: its custody has another "
                    + $"key in its place, or is damaged. Treat this as an incident: look at the token or the folder, restore the right key "
                    + $"from a backup or roll it, and restart the service if a token was started anew.");
        }

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
