using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>Roles, as people read them.</summary>
internal static class RoleWords
{
    /// <summary>One or several roles, in a list.</summary>
    public static Sentence Of(AccessRoles roles) => Callers.Each.Where(r => roles.HasFlag(r)).Select(One)
        .Aggregate((Sentence?)null, (all, r) => all is null ? r : Sentence.Of($"{all}, {r}")) ?? Sentence.Of($"no role");

    private static Sentence One(AccessRoles role) => role switch
    {
        AccessRoles.Administrator => Sentence.Of($"administrator"),
        AccessRoles.Officer => Sentence.Of($"officer"),
        AccessRoles.Approver => Sentence.Of($"approver"),
        AccessRoles.Auditor => Sentence.Of($"auditor"),
        _ => Sentence.Of($"applicant"),
    };
}
