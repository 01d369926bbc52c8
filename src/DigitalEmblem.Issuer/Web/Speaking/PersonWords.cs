using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of people and their access.</summary>
internal static class PersonWords
{
    /// <summary>Who did something: a person, or a command on the machine of the service.</summary>
    public static Sentence By(string name) => Actor.IsCommand(name)
        ? Sentence.Of($"the operator of this service")
        : Sentence.Of($"{Speech.Verbatim(name)}");

    /// <summary>What a proposal is about.</summary>
    public static Sentence Of(ProposalKind kind) => kind switch
    {
        ProposalKind.Invitation => Sentence.Of($"an invitation"),
        ProposalKind.Roles => Sentence.Of($"other roles"),
        ProposalKind.ApiKey => Sentence.Of($"an API key"),
        _ => Sentence.Of($"a subject of the identity provider"),
    };

    /// <summary>A way to sign in.</summary>
    public static Sentence Of(CredentialKind kind) =>
        kind == CredentialKind.Passkey ? Sentence.Of($"passkey") : Sentence.Of($"password and code");

    /// <summary>By what a person signs in, and by what programs act for it.</summary>
    public static Sentence Ways(PersonRow row)
    {
        Sentence[] ways =
        [
            .. Some(row.Passkeys, Sentence.Counting(row.Passkeys, $"1 passkey", $"{row.Passkeys} passkeys")),
            .. Some(row.Passwords, Sentence.Of($"password and code")),
            .. Some(row.Subjects, Sentence.Of($"identity provider")),
            .. Some(row.Keys, Sentence.Counting(row.Keys, $"1 API key", $"{row.Keys} API keys")),
        ];
        return ways.Length == 0 ? Sentence.Of($"nothing") : ways.Aggregate((all, w) => Sentence.Of($"{all}, {w}"));
    }

    private static Sentence[] Some(int count, Sentence way) => count > 0 ? [way] : [];
}
