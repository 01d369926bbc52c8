using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Web.Sealing;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>
/// What the journal does not tell of the rows of the database, and why. It tells all the rest, so that a table or a member that is new is
/// told from its first day. A row changes the members named here without a line, so an audit cannot explain them.
/// </summary>
internal static class Untold
{
    /// <summary>Tables of which no row is told.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Tables = new Dictionary<Type, string>
    {
        [typeof(Alert)] = "an alert decides nothing; the lines alerts.raised and alerts.cleared have their own form",
        [typeof(Notice)] = "a notice only tells of an alert; lines say when it was delivered or given up",
        [typeof(WatchRound)] = "only says when the watch looked last",
        [typeof(LogRound)] = "only says when the watch of logs worked last",
        [typeof(FollowedLog)] = "only says how far a log was followed; the lines alerts.raised tell what was found",
        [typeof(Vantage)] = "only says when the watch looked last",
        [typeof(Observation)] = "what a resolver showed decides nothing; the lines alerts.raised tell what is wrong",
        [typeof(LabelledAsset)] = "only finds names in a list; the row of the asset has its labels",
        [typeof(KeptImport)] = "a file between look and take, for a day; what is taken of it has its lines",
        [typeof(JournalCheck)] = "an audit's last result, for people; an audit believes nothing of it",
        [typeof(SentHead)] = "only says how far heads were sent; those who received them say what they hold",
        [typeof(ErrandPart)] = "a list that waits to be worked through; each part of the work has its line",
        [typeof(ErrandFault)] = "says why a row of a list could not be done, for a person",
        [typeof(IdempotentCall)] = "answers of the last day; the act itself has its line",
        [typeof(FormKey)] = "makes tokens of forms; the service itself replaces it, and a made-up one does not open",
        [typeof(PersonName)] = "handle and salt can be deleted; a made-up one does not fit the pseudonym that the lines hold",
        [typeof(ForgottenNames)] = "a journal that told them would say which line is about which forgotten name",
        [typeof(JournalEntry)] = "the journal itself; the chain of hashes protects it",
        [typeof(JournalHead)] = "the journal itself; an audit compares it with the last line",
    };

    /// <summary>Members that are not told.</summary>
    public static readonly IReadOnlyDictionary<(Type Row, string Member), string> Members = new Dictionary<(Type, string), string>
    {
        [(typeof(Entity), nameof(Entity.Version))] = "random, and only keeps two changes from meeting",
        [(typeof(Markable), nameof(Markable.RenewAt))] = "only says when the service works",
        [(typeof(Asset), nameof(Asset.World))] = "what a resolver showed decides nothing; it finds names in a list",
        [(typeof(Asset), nameof(Asset.OpenAlerts))] = "an alert decides nothing; it finds names in a list",
        [(typeof(Organization), nameof(Organization.RefreshedTo))] = "only says how far the service has worked",
        [(typeof(Organization), nameof(Organization.RefreshedDataTo))] = "only says how far the service has worked",
        [(typeof(PublicationTarget), nameof(PublicationTarget.AdoptedTo))] = "only says how far the service has worked",
        [(typeof(ApiKey), nameof(ApiKey.LastUsedAt))] = "says in which hour a key was last used, and decides nothing",
        [(typeof(Session), nameof(Session.LastSeenAt))] = "changes with each minute of work; only ends a session sooner or later",
        [(typeof(Person), nameof(Person.DisplayName))] = "personal data, and decides nothing: the handle counts",
        [(typeof(Invitation), nameof(Invitation.DisplayName))] = "personal data, and decides nothing: the handle counts",
        [(typeof(Credential), nameof(Credential.Name))] = "personal data, and decides nothing",
        [(typeof(Publication), nameof(Publication.NextAttempt))] = "only says when the service works",
        [(typeof(Publication), nameof(Publication.Attempts))] = "only says when the service works",
        [(typeof(Publication), nameof(Publication.NextLook))] = "only says when the service works",
        [(typeof(Publication), nameof(Publication.Looks))] = "only says when the service works",
        [(typeof(Publication), nameof(Publication.WantedAt))] = "only says when people are told that it waits for long",
        [(typeof(Publication), nameof(Publication.Fault))] = "for a person; a line says it when it changes",
    };

    /// <summary>
    /// Members that are told by their digest only, because they are personal data, or hashes of secrets: those who read the journal must
    /// not be able to guess passwords, and an audit finds another hash all the same.
    /// </summary>
    public static readonly IReadOnlySet<(Type Row, string Member)> Digested = new HashSet<(Type, string)>
    {
        (typeof(PersonSubject), nameof(PersonSubject.Subject)),
        (typeof(Credential), nameof(Credential.PasswordHash)),
        (typeof(Credential), nameof(Credential.PasskeyId)),
        (typeof(Credential), nameof(Credential.CodeKey)),
        (typeof(Session), nameof(Session.Hash)),
        (typeof(Invitation), nameof(Invitation.Hash)),
    };

    // Each change asks, while others wait for the journal.
    private static readonly ConcurrentDictionary<IEntityType, IReadOnlyList<IProperty>> Told = new();

    /// <summary>Whether rows of this kind are told.</summary>
    public static bool Tells(IReadOnlyEntityType type) => !Tables.ContainsKey(type.ClrType);

    /// <summary>The members of a kind of row that are told.</summary>
    public static IReadOnlyList<IProperty> ToldOf(IEntityType type) => Told.GetOrAdd(type, t => [.. t.GetProperties().Where(Tells)]);

    // The key stands before the row, so it is no member.
    private static bool Tells(IProperty property) => !property.IsPrimaryKey()
        && !Members.Keys.Any(m => m.Member == property.Name && m.Row.IsAssignableFrom(property.DeclaringType.ClrType));

    /// <summary>Whether a member is told by its digest only.</summary>
    public static bool OnlyDigest(IReadOnlyProperty property) => Digested.Contains((property.DeclaringType.ClrType, property.Name));
}
