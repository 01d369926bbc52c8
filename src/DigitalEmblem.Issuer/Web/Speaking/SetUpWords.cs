using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>The steps from nothing to an emblem that the world sees, and what happens outside at each.</summary>
internal static class SetUpWords
{
    private const AccessRoles Administrator = AccessRoles.Administrator, Officer = AccessRoles.Officer;

    /// <summary>The steps for what the organization is: an authority that marks nothing ends before the emblem key.</summary>
    public static IReadOnlyList<SetUpStep> Of(SetUpState state) =>
    [
        First(), Organization(state), Colleagues(state), Root(state), Certificate(state),
        .. state.IsIssuer ? (SetUpStep[])[Emblem(state), Authority(state), Zone(state), Name(state), Seen(state)] : [],
        .. state.IsAuthority ? (SetUpStep[])[Desk(state)] : [],
    ];

    /// <summary>What an organization does here.</summary>
    public static Sentence Of(OrganizationRoles roles) => roles switch
    {
        OrganizationRoles.Issuer => Sentence.Of($"marks its own names"),
        OrganizationRoles.Authority => Sentence.Of($"vouches for other organizations"),
        _ => Sentence.Of($"marks its own names, and vouches for other organizations"),
    };

    private static SetUpStep First() => new(
        $"The first administrator",
        $"A command on the machine of the service printed a link, and an administrator signed in by it.",
        null,
        true,
        Administrator,
        "/you",
        $"Have a second way to sign in, so that a lost device does not keep you out");

    private static SetUpStep Organization(SetUpState s) => new(
        $"The organization",
        $"Its domain becomes its identifier. It stands in every token and cannot be changed later, so take a domain that the organization "
            + $"keeps.",
        s.Organization is { } organization ? Sentence.Of($"{organization.Identifier}") : null,
        s.Organization is not null,
        Administrator);

    private static SetUpStep Colleagues(SetUpState s) => new(
        $"Colleagues",
        $"You make a link for each, and hand it over in person: this service sends no mail and keeps no address. Officers mark names, and "
            + $"two approvers decide applications. Have a second administrator, too.",
        Sentence.Counting(
            s.People,
            $"{s.People} person has access (officers: {s.Officers}, approvers: {s.Approvers})",
            $"{s.People} people have access (officers: {s.Officers}, approvers: {s.Approvers})"),
        s.People > 1 && (!s.IsIssuer || s.Officers > 0) && (!s.IsAuthority || s.Approvers > 1),
        Administrator,
        "/people",
        $"To the people");

    private static SetUpStep Root(SetUpState s) => new(
        $"The root key",
        $"It stands for the organization. It is made here, in a token that the machine has, or on another machine that is kept offline: "
            + $"then a file is carried there and another one back.",
        s.Root is { } root ? Sentence.Of($"{Speech.Verbatim(root.Identifier)}") : null,
        s.Root is not null,
        Administrator,
        "/identity",
        $"To the keys",
        s.Organization is not null);

    private static SetUpStep Certificate(SetUpState s) => new(
        $"The certificate that binds the key",
        $"A certificate authority confirms by the DNS that the domain is yours, and enters the key into public logs. You take the "
            + $"certificate request there, set the TXT records that it asks for, and bring the chain back. It takes minutes to days.",
        s.IsCertificateAsked && !s.IsCommitted ? Sentence.Of($"waits for the chain of the certificate authority") : null,
        s.IsCommitted,
        Administrator,
        s.Root is { } root ? $"/keys/{root.Id}" : "/identity",
        $"To the certificate",
        s.Root is not null);

    private static SetUpStep Emblem(SetUpState s) => new(
        $"The emblem key",
        $"It signs the emblems, and the root key endorses it. If the root key is on another machine, its answer is brought from there.",
        s.Emblem is not null && !s.CanSign ? Sentence.Of($"made, and not endorsed by the root key yet") : null,
        s.CanSign,
        Administrator,
        "/identity",
        $"To the keys",
        s.IsCommitted);

    private static SetUpStep Authority(SetUpState s) => new(
        $"The word of an authority",
        $"A State or another competent authority vouches for you. Two people decide there; it may take weeks. You send the request with a "
            + $"letter, or its service takes it. All else goes on meanwhile: emblems are shown, marked “not endorsed”.",
        s switch
        {
            { EndorsedBy: { } by } => Sentence.Of($"{by} endorses you"),
            { Asked: { } asked } => Sentence.Of($"waits for {asked.Authority}, since {asked.AskedAt}"),
            _ => Sentence.Of($"not asked yet: emblems are not endorsed"),
        },
        s.EndorsedBy is not null,
        s.Asked is null ? Administrator : AccessRoles.None,
        s.Asked is { } open ? $"/requests/{open.Id}" : "/endorsements",
        $"To the endorsements",
        s.IsCommitted);

    private static SetUpStep Zone(SetUpState s) => new(
        $"The zone",
        $"Emblems stand in the DNS. The service changes the zone itself by updates with a key (TSIG), or a person puts the records in by "
            + $"hand at the provider. At a provider try a test record first: many web forms do not take the type TYPE65297, and then TXT "
            + $"does.",
        null,
        s.HasZone,
        Administrator,
        "/zones",
        $"To the zones",
        s.Organization is not null);

    private static SetUpStep Name(SetUpState s) => new(
        $"The first name",
        $"An officer adds a name, declares that it serves protected purposes only, shows that its zone is yours, and marks it.",
        s.Marked is { } marked ? Sentence.Of($"{marked.Name}") : s.HasName ? Sentence.Of($"listed, and not marked yet") : null,
        s.Marked is not null,
        Officer,
        s.Marked is null && !s.HasName ? "/assets/add" : "/assets",
        $"To the names",
        s.Organization is not null);

    private static SetUpStep Seen(SetUpState s) => new(
        $"Seen by the world",
        $"The service reads the emblem back from the name servers, and looks from outside. Caches may hold what was there before for some "
            + $"minutes.",
        s.IsSeen || s.Marked is null ? null : Sentence.Of($"waits for the name servers"),
        s.IsSeen,
        s.Marked is null ? Officer : AccessRoles.None,
        s.Marked is { } marked ? $"/assets/{marked.Id}" : "/assets",
        $"To the name",
        s.Marked is not null);

    private static SetUpStep Desk(SetUpState s) => new(
        $"The desk",
        $"Issuers send their applications by their services, or a person brings their files. Two approvers decide each.",
        s.IsCommitted && s.Approvers > 1 ? Sentence.Of($"applications can be decided")
            : s.IsCommitted ? Sentence.Of($"waits for two approvers") : Sentence.Of($"waits for the certificate of the root key"),
        s.IsCommitted && s.Approvers > 1,
        Administrator,
        "/desk",
        $"To the desk",
        s.IsCommitted);
}
