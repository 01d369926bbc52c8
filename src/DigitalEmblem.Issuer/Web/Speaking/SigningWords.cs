using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of requests to sign on another machine.</summary>
internal static class SigningWords
{
    /// <summary>How it stands with a request.</summary>
    public static Sentence State(PendingSigning signing) => signing switch
    {
        { AnsweredAt: not null } => Sentence.Of($"answered"),
        { ClosedAt: not null } => Sentence.Of($"closed"),
        _ => Sentence.Of($"waits for the answer"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(PendingSigning signing) => signing switch
    {
        { AnsweredAt: not null } => "good",
        { ClosedAt: not null } => "",
        _ => "warn",
    };

    /// <summary>What one item says once it is signed.</summary>
    public static Sentence Of(SigningItem item) => item switch
    {
        { Terms: { } asked } => Sentence.Of(
            $"{asked.Issuer} asks {asked.Authority} to endorse this key for: {asked.Purposes}; until {asked.Validity.Expires}."),
        { Token: Endorsement { MayEndorse: true } token } => Sentence.Of(
            $"{token.Issuer} endorses the key {token.EndorsedKey} of {token.Subject} for: {For(token)}; until "
                + $"{token.Validity.Expires}. That key may endorse further keys."),
        { Token: Endorsement token } => Sentence.Of(
            $"{token.Issuer} endorses the key {token.EndorsedKey} of {token.Subject} for: {For(token)}; until {token.Validity.Expires}."),
        { Token: { } token } => Sentence.Of($"{token.Issuer} signs an emblem; until {token.Validity.Expires}."),
        _ => Sentence.Of($"nothing that is known here"),
    };

    /// <summary>What the signer should consider.</summary>
    public static Sentence Of(SigningWarning warning, SigningItem item) => warning.Kind switch
    {
        SigningWarningKind.Expired => Sentence.Of($"It has expired already: nobody will accept it. Make a new request."),
        SigningWarningKind.LongValidity => Sentence.Of(
            $"It is valid for longer than a year, and cannot be taken back before it expires."),
        SigningWarningKind.OtherOrganization => Sentence.Of($"It endorses another organization."),
        SigningWarningKind.MayEndorse => Sentence.Of($"The endorsed key may then endorse further keys, and not only sign emblems."),
        SigningWarningKind.BeyondProtective => Sentence.Of($"Its purposes go beyond protective use."),
        SigningWarningKind.NoCommitment => Sentence.Of(
            $"It does not say where this key is committed to: signed by a root key, no validator will accept it."),
        _ => Sentence.Of($"It marks a name that is not below this organization's own domain: {item.Token?.Issuer}."),
    };

    private static Purposes For(Endorsement token) => token.Constraints.Purposes ?? Purposes.None;
}
