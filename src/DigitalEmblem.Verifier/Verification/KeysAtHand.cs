namespace DigitalEmblem.Verifier;

/// <summary>
/// The public keys that tokens of a set may be signed with: the caller's, those of the input, and keys in headers once they proved to be
/// good. They are found by their computed identifiers.
/// </summary>
internal sealed class KeysAtHand
{
    private readonly TokenProfile _profile;
    private readonly List<VerificationKey> _keys;

    public KeysAtHand(TokenProfile profile, VerifierOptions options, UnverifiedSet input)
    {
        _profile = profile;
        _keys = new List<VerificationKey>(options.Keys.Count + input.Items.Count);
        _keys.AddRange(options.Keys);
        foreach (InputItem item in input.Items)
        {
            if (item.Key is { } key)
            {
                _keys.Add(key);
            }
        }
    }

    public void Add(VerificationKey key) => _keys.Add(key);

    /// <summary>The key with an identifier. Keys are few, and comparing them all is cheaper than a table of them.</summary>
    public VerificationKey? Find(KeyIdentifier identifier)
    {
        foreach (VerificationKey key in _keys)
        {
            if (key.IdentifierIn(_profile) == identifier)
            {
                return key;
            }
        }

        return null;
    }
}
