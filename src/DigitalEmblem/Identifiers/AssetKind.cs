namespace DigitalEmblem;

/// <summary>What kind of thing an <see cref="AssetIdentifier"/> names.</summary>
public enum AssetKind
{
    /// <summary>A text that no rule of the profile reads: kept and shown, and it never matches anything.</summary>
    Unrecognized = 0,

    /// <summary>One domain name.</summary>
    Name,

    /// <summary>A domain name and every name below it (<c>*.d</c>; JWS profile only).</summary>
    NameAndBelow,

    /// <summary>Every domain name (<c>*</c>; JWS profile only).</summary>
    EveryName,

    /// <summary>One IPv4 or IPv6 address (JWS profile only).</summary>
    Address,

    /// <summary>A prefix of addresses (JWS profile only).</summary>
    Prefix,

    /// <summary>
    /// Data, by the root of their manifest: a profile of this project (data-emblem, token). No reader of a host's tokens yields it.
    /// </summary>
    Data,
}
