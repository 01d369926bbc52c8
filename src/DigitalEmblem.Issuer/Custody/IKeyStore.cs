namespace DigitalEmblem.Issuer.Custody;

/// <summary>One place that holds private keys. Safe for concurrent use.</summary>
internal interface IKeyStore
{
    /// <summary>The custody of its keys.</summary>
    KeyCustody Custody { get; }

    /// <summary>Makes a new key. When this returns the key is kept, also through a power cut, and has signed once.</summary>
    /// <param name="algorithm">Its algorithm.</param>
    /// <param name="label">What people call it; letters and digits of it go into the reference.</param>
    /// <param name="cancellationToken">Cancels the call only before the key is made.</param>
    /// <exception cref="KeyCustodyException">No key was made; the message says why and what to do.</exception>
    Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken);

    /// <summary>Opens a key. <see cref="KeyRing"/> keeps it open, as this may cost a third of a second.</summary>
    /// <param name="reference">As <see cref="GenerateAsync"/> gave it.</param>
    /// <param name="expected">The identifier that the key must have (<see cref="VerificationKey.CoseIdentifier"/>); another key is
    /// refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key, which has signed once and is safe for concurrent use; the caller disposes it.</returns>
    /// <exception cref="KeyCustodyException">It could not be opened; the message says why and what to do.</exception>
    Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken);

    /// <summary>
    /// Destroys a key, after a compromise or a roll. A key that does not exist is not a fault, so that an interrupted action can be
    /// repeated.
    /// </summary>
    /// <param name="reference">As <see cref="GenerateAsync"/> gave it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KeyCustodyException">It may still be there; the message says why and what to do.</exception>
    Task DestroyAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Whether keys can be used now: null, or what is wrong and what to do.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);
}
