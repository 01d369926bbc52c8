namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// Keys in a hardware token, by PKCS#11. They are made there, cannot be extracted, and are found by label and key identifier. The module is
/// loaded only when a key is first needed, so that the service starts even if the token is away.
/// </summary>
internal sealed class Pkcs11KeyStore : IKeyStore, IDisposable
{
    private readonly Pkcs11Token _token;
    private readonly string _name;

    public Pkcs11KeyStore(Pkcs11CustodyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _token = new Pkcs11Token(options);
        _name = options.TokenName;
    }

    public KeyCustody Custody => KeyCustody.Pkcs11;

    // A module blocks until the token answers, so call it on another thread.
    public Task<StoredKey> GenerateAsync(SignatureAlgorithm algorithm, string label, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return Task.Run(() => Generate(Pkcs11Algorithm.Of(algorithm), label), cancellationToken);
    }

    public Task<SigningKey> OpenAsync(string reference, KeyIdentifier expected, CancellationToken cancellationToken) =>
        Task.Run(() => Open(KeyReference.Parse(reference, expected)), cancellationToken);

    public Task DestroyAsync(string reference, CancellationToken cancellationToken) =>
        Task.Run(() => Destroy(KeyReference.Parse(reference)), cancellationToken);

    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.Run(Probe, cancellationToken);

    /// <summary>Closes the sessions. Keys that are still open sign no more.</summary>
    public void Dispose() => _token.Dispose();

    private StoredKey Generate(Pkcs11Algorithm algorithm, string label)
    {
        (KeyReference reference, VerificationKey publicKey) = _token.Change(session => session.Generate(algorithm, label));
        try
        {
            using SigningKey proven = Open(reference);
            return new StoredKey(reference.ToString(), publicKey);
        }
        catch (KeyCustodyException)
        {
            Discard(reference);
            throw;
        }
    }

    private SigningKey Open(KeyReference reference)
    {
        VerificationKey publicKey = _token.Use(session => session.PublicKey(reference));
        return KeyProof.Demand(new Pkcs11SigningKey(_token, reference, publicKey), reference.Identifier, $"'{reference}' in the {_name}");
    }

    private void Destroy(KeyReference reference)
    {
        try
        {
            _token.Change<object?>(session =>
            {
                session.Destroy(reference);
                return null;
            });
        }
        catch (KeyCustodyException e) when (e.Fault == KeyFault.NotFound)
        {
            // The call was repeated after the module started anew, and the first one had deleted the key.
        }
        finally
        {
            _token.ForgetHandles();
        }
    }

    private void Discard(KeyReference reference)
    {
        try
        {
            Destroy(reference);
        }
        catch (KeyCustodyException)
        {
            // The first fault is the one to report. The key object is unused and unknown to the database.
        }
    }

    private string? Probe()
    {
        try
        {
            return _token.Use(session =>
            {
                session.Probe();
                return (string?)null;
            });
        }
        catch (KeyCustodyException e)
        {
            return e.Message;
        }
    }
}
