namespace DigitalEmblem;

/// <summary>What is worth knowing of claims that are read as they stand, in either profile.</summary>
internal static class ClaimNotes
{
    private const string SuffixClause = "decisions.md, 34";

    /// <summary>A <c>log</c> that is present and empty commits to nothing (decisions.md, 38).</summary>
    public static Finding EmptyLog { get; } = Finding.Warning(
        FindingCode.EmptyLog,
        "The claim \"log\" is present and has no entry: it does not say where the key is committed to.",
        "decisions.md, 38");

    /// <summary>The issuer's domain is a public suffix; null if it is not.</summary>
    public static Finding? OfIssuer(EmblemToken token) => OfOrganization(token.Issuer, "issuer");

    /// <summary>The endorsed organization's domain is a public suffix; null if it is not, or is the issuer's.</summary>
    public static Finding? OfSubject(EmblemToken token) =>
        token is Endorsement { Subject: { } subject } && subject != token.Issuer ? OfOrganization(subject, "endorsed organization") : null;

    private static Finding? OfOrganization(OrganizationIdentifier? organization, string role) => organization is { IsPublicSuffix: true }
        ? Finding.Warning(
            FindingCode.OrganizationIsPublicSuffix,
            $"The {role} is named {organization}, a domain under which a registry registers names of others: "
                + $"what lies below it does not belong to the {role}.",
            SuffixClause)
        : null;
}
