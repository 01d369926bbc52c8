using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of keys.</summary>
internal static class KeyWords
{
    /// <summary>How many characters of a key's identifier are typed before a grave act.</summary>
    public const int Typed = 6;

    /// <summary>What a key signs.</summary>
    public static Sentence Of(KeyUse use) => use switch
    {
        KeyUse.Root => Sentence.Of($"Root key"),
        KeyUse.Intermediate => Sentence.Of($"Intermediate key"),
        _ => Sentence.Of($"Emblem key"),
    };

    /// <summary>Where the private key lives.</summary>
    public static Sentence Of(KeyCustody custody) => custody switch
    {
        KeyCustody.File => Sentence.Of($"on this machine, encrypted"),
        KeyCustody.Pkcs11 => Sentence.Of($"in a hardware token"),
        _ => Sentence.Of($"on another machine"),
    };

    /// <summary>What may be done with a key.</summary>
    public static Sentence State(OrganizationKey key) => key switch
    {
        { SuspendedAt: not null } => Sentence.Of($"suspended"),
        { State: KeyState.Pending } => Sentence.Of($"not in use yet"),
        { State: KeyState.Active } => Sentence.Of($"in use"),
        { State: KeyState.Retired } => Sentence.Of($"retired"),
        _ => Sentence.Of($"compromised"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(OrganizationKey key) => key switch
    {
        { SuspendedAt: not null } => "bad",
        { State: KeyState.Pending } => "warn",
        { State: KeyState.Active } => "good",
        { State: KeyState.Retired } => "",
        _ => "bad",
    };

    /// <summary>What a key still needs; null for nothing.</summary>
    public static Sentence? Missing(KeyRow row) => row switch
    {
        { Key.SuspendedAt: not null } => Sentence.Of($"It signs nothing until it is resumed."),
        { Key.Use: KeyUse.Root, Commitment: null, Open: null } => Sentence.Of($"It needs a certificate: make the request for it."),
        { Key.Use: KeyUse.Root, Commitment: null } => Sentence.Of($"Its certificate was asked for: bring the chain."),
        { Key: { Use: KeyUse.Root, State: KeyState.Pending } } => Sentence.Of($"It has its certificate: roll the root key to it."),
        { Key.Use: KeyUse.Root, Open: not null } => Sentence.Of($"A new certificate was asked for: bring the chain."),
        { Key: { Use: not KeyUse.Root, State: KeyState.Pending } } => Sentence.Of($"It needs the endorsement of the root key."),
        _ => null,
    };

    /// <summary>The first characters of a key's identifier, by which people know it.</summary>
    public static Verbatim Short(OrganizationKey key) => new(key.Identifier[..Typed] + "…");

    /// <summary>The program call that orders the certificate of a request.</summary>
    public const string CertbotLine = "certbot certonly --manual --preferred-challenges dns --csr request.pem --cert-path cert.pem "
        + "--chain-path chain.pem --fullchain-path fullchain.pem";
}
