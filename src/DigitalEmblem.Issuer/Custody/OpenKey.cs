namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A key of the ring that is open or being opened. Its members change only under the lock of the ring, except that it is forgotten.
/// </summary>
internal sealed class OpenKey(Task<SigningKey> opening, KeyIdentifier identifier)
{
    private volatile bool _forgotten;

    /// <summary>The opening, for all who wait for it.</summary>
    public Task<SigningKey> Opening { get; } = opening;

    /// <summary>How many callers have borrowed it or wait for it.</summary>
    public int Borrowers { get; set; }

    /// <summary>Rises with each use of the ring.</summary>
    public long LastUse { get; set; }

    /// <summary>Whether it is to be closed when the last borrower has given it back.</summary>
    public bool Dropped { get; set; }

    /// <summary>Whether it is being closed, or was.</summary>
    public bool Closed { get; set; }

    /// <summary>The exception for a key that must not sign any more.</summary>
    public static KeyCustodyException Forgotten(KeyIdentifier identifier) =>
        new(
            KeyFault.Forgotten,
            $"The key {identifier} was suspended, retired or is compromised: it signs nothing. Sign with the key that has taken its place, "
                + $"or resume it.");

    /// <summary>Makes it refuse to sign from now on, for all borrowers.</summary>
    public void Forget()
    {
        _forgotten = true;
        Dropped = true;
    }

    /// <summary>Throws if it was forgotten.</summary>
    public void RefuseIfForgotten()
    {
        if (_forgotten)
        {
            throw Forgotten(identifier);
        }
    }
}
