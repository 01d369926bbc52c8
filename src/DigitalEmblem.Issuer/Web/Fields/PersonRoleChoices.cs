using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>The roles that people can have on the pages, each with what it may.</summary>
internal static class PersonRoleChoices
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Choice> All { get; } =
    [
        new(
            nameof(AccessRoles.Administrator),
            Sentence.Of($"Administrator: sets up organization, keys, zones and access; marks and approves nothing")),
        new(nameof(AccessRoles.Officer), Sentence.Of($"Officer: keeps the list of names, marks them and withdraws their emblems")),
        new(nameof(AccessRoles.Approver), Sentence.Of($"Approver: approves what this authority endorses, together with another approver")),
        new(nameof(AccessRoles.Auditor), Sentence.Of($"Auditor: reads everything, the journal too, and changes nothing")),
    ];

    /// <summary>The role of other organizations' services, by API keys only.</summary>
    public static Choice Applicant { get; } = new(
        nameof(AccessRoles.Applicant),
        Sentence.Of($"Applicant: another organization's service, which sends applications to this authority"));
}
