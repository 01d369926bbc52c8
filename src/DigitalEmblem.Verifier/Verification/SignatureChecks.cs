namespace DigitalEmblem.Verifier;

/// <summary>The signature checks of one verification, each made once: a token without an ID stands in the set of every ID, and would be checked again in each.</summary>
internal sealed class SignatureChecks
{
    private Dictionary<(UnverifiedToken Token, VerificationKey Key), bool>? _made;

    public bool IsSignedBy(UnverifiedToken token, VerificationKey key)
    {
        _made ??= [];
        if (!_made.TryGetValue((token, key), out bool signed))
        {
            signed = token.IsSignedBy(key);
            _made.Add((token, key), signed);
        }

        return signed;
    }
}
