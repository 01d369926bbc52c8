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

    /// <summary>
    /// So long after access to approve was given or reset it approves nothing, so that others see it first: from nothing to 30 days. It
    /// begins to count with the first approval of this authority. Anyone who can change it, and can make access to approve, approves
    /// before others have seen it.
    /// </summary>
    public TimeSpan ApproverWait { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate() =>
    [
        .. Limits.Validate(),
        .. Oidc?.Validate() ?? [],
        .. ApproverWait < TimeSpan.Zero || ApproverWait > TimeSpan.FromDays(30)
            ? ["Access:ApproverWait lies between 00:00:00 and 30.00:00:00."]
            : Array.Empty<string>(),
        .. ApproversByProviderOnly && Oidc is null
            ? ["Access:ApproversByProviderOnly needs an identity provider (Access:Oidc): without one, no approval would be possible."]
            : Array.Empty<string>(),
    ];
}
