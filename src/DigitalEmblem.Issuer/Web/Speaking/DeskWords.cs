using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of applications to this authority, and of what it endorsed.</summary>
internal static class DeskWords
{
    /// <summary>How an application stands.</summary>
    public static Sentence Of(ApplicationState state) => state switch
    {
        ApplicationState.Received => Sentence.Of($"waits for approval"),
        ApplicationState.Approved => Sentence.Of($"approved, to be signed"),
        ApplicationState.Endorsed => Sentence.Of($"endorsed"),
        ApplicationState.Refused => Sentence.Of($"refused"),
        _ => Sentence.Of($"endorsed, and revoked since"),
    };

    /// <summary>The class of the stylesheet for it.</summary>
    public static string StyleOf(ApplicationState state) => state switch
    {
        ApplicationState.Endorsed => "good",
        ApplicationState.Refused or ApplicationState.Revoked => "bad",
        _ => "warn",
    };

    /// <summary>What is known of the commitment to the key.</summary>
    public static Sentence Of(CommitmentKnowledge knowledge) => knowledge switch
    {
        CommitmentKnowledge.Proven => Sentence.Of($"proven: the key is this organization's"),
        CommitmentKnowledge.Refuted => Sentence.Of($"refuted: the key is not this organization's"),
        _ => Sentence.Of($"not known: it was not checked, or could not be"),
    };

    /// <summary>The class of the stylesheet for it.</summary>
    public static string StyleOf(CommitmentKnowledge knowledge) => knowledge switch
    {
        CommitmentKnowledge.Proven => "good",
        CommitmentKnowledge.Refuted => "bad",
        _ => "warn",
    };

    /// <summary>How an endorsement that was given stands.</summary>
    public static Sentence Of(GivenEndorsement given, DateTimeOffset now) => given switch
    {
        { RevokedSince: not null } => Sentence.Of($"revoked"),
        _ when given.Expires <= now => Sentence.Of($"expired"),
        { RevocationAskedBy: not null } when given.IsRevocationOpen(now) => Sentence.Of($"revocation asked for"),
        { LapsingSince: not null } => Sentence.Of($"not renewed"),
        _ => Sentence.Of($"in force"),
    };

    /// <summary>The class of the stylesheet for it.</summary>
    public static string StyleOf(GivenEndorsement given, DateTimeOffset now) => given switch
    {
        { RevokedSince: not null } => "bad",
        _ when given.Expires <= now => "",
        { LapsingSince: not null } or { RevocationAskedBy: not null } => "warn",
        _ => "good",
    };

    /// <summary>Until when validators accept it, whatever was decided since.</summary>
    // "u", because it also stands in plain texts.
    public static Sentence StaysValid(GivenEndorsement given) => Sentence.Of(
        $"Stays valid until {given.Expires:u}: until then every validator accepts it, because nothing can revoke a signed endorsement.");
}
