namespace DigitalEmblem;

/// <summary>An item of a request with the signature that was asked for. Every instance has a verified signature.</summary>
internal sealed class SignedItem
{
    internal SignedItem(SigningItem asked, ReadOnlyMemory<byte> encoded)
    {
        Asked = asked;
        Encoded = encoded;
        Request = asked.Terms is null ? null : UnverifiedEndorsementRequest.Read(encoded).Verify();
    }

    /// <summary>What was asked for.</summary>
    public SigningItem Asked { get; }

    /// <summary>
    /// The signed message: the token as it is published (COSE_Sign1, or JWS in compact form, ASCII), or the inside of
    /// <see cref="Request"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The request for an endorsement; null if a token was asked for.</summary>
    public EndorsementRequest? Request { get; }
}
