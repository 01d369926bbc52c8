namespace DigitalEmblem;

/// <summary>The two ways to write a token. The procedure that verifies them is one.</summary>
public enum TokenProfile
{
    /// <summary>CWT: a CBOR claims set in COSE_Sign1 (core-02, dns-02). The present one, written by default.</summary>
    Cwt = 0,

    /// <summary>JWS compact with JSON claims (core-00, -01): what deployments publish today.</summary>
    Jws,
}
