namespace DigitalEmblem.Issuer.Api;

/// <summary>Who may call the API, beside the holders of API keys, and how often.</summary>
internal sealed class AccessOptions
{
    /// <summary>How often it may be called.</summary>
    public AccessLimits Limits { get; set; } = new();

    /// <summary>An identity provider whose tokens are taken; null for none. Anyone who runs it can call the API as any person.</summary>
    public OidcOptions? Oidc { get; set; }

    /// <summary>
    /// Whether approvals need a token of the identity provider: an administrator of this service can make API keys for people who do not
    /// exist, and two of them could approve. Anyone who can change it, and can make keys, approves alone.
    /// </summary>
    public bool ApproversByProviderOnly { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate() =>
    [
        .. Limits.Validate(),
        .. Oidc?.Validate() ?? [],
        .. ApproversByProviderOnly && Oidc is null
            ? ["Access:ApproversByProviderOnly needs an identity provider (Access:Oidc): without one, no approval would be possible."]
            : Array.Empty<string>(),
    ];
}
