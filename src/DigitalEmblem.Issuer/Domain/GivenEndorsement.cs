namespace DigitalEmblem.Issuer.Domain;

/// <summary>An endorsement that this authority gave. The register keeps all of them, for ever.</summary>
internal sealed class GivenEndorsement : Entity
{
    private GivenEndorsement()
    {
    }

    public Guid ApplicationId { get; private init; }

    /// <summary>Who was endorsed.</summary>
    public OrganizationIdentifier Subject { get; private init; } = null!;

    /// <summary>Which key.</summary>
    public string KeyIdentifier { get; private init; } = "";

    /// <summary>Our root key that signed it.</summary>
    public Guid SignerKeyId { get; private init; }

    /// <summary>The token of the CWT profile.</summary>
    public byte[] Token { get; private init; } = [];

    /// <summary>The same in the JWS profile, in compact form (ASCII); null if it was not asked for, or cannot be said in it.</summary>
    public byte[]? JwsToken { get; private init; }


    public Purposes Purposes { get; private init; }

    public DateTimeOffset NotBefore { get; private init; }

    public DateTimeOffset Expires { get; private init; }

    /// <summary>When it was decided that it will not be renewed; what is signed stays valid until it expires.</summary>
    public DateTimeOffset? LapsingSince { get; private set; }

    public static GivenEndorsement Record(
        Application application, OrganizationKey signer, SignedEndorsement signed, DateTimeOffset at)
    {
        signer.RequireActive(KeyUse.Root);
        return new GivenEndorsement
        {
            Id = NewId(at),
            ApplicationId = application.Id,
            Subject = application.Issuer,
            KeyIdentifier = application.KeyIdentifier,
            SignerKeyId = signer.Id,
            Token = signed.Token,
            JwsToken = signed.JwsToken,
            Purposes = signed.Claims.Constraints.Purposes ?? Purposes.None,
            NotBefore = signed.Claims.Validity.NotBefore,
            Expires = signed.Claims.Validity.Expires,
        };
    }

    /// <summary>Decides that it is not renewed.</summary>
    public void LetLapse(DateTimeOffset at) => LapsingSince ??= at;
}
