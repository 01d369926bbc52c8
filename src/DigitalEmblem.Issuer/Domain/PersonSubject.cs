using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A subject of the identity provider that belongs to a person. It belongs to that one for ever: if it could move, one human could approve
/// as two people.
/// </summary>
internal sealed class PersonSubject : Entity
{
    /// <summary>The longest subject (OpenID Connect Core, 2).</summary>
    public const int Longest = 255;

    private PersonSubject()
    {
    }

    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; private init; }

    /// <summary>Whose it is.</summary>
    public Person Person { get; private init; } = null!;

    /// <summary>The text by which the provider names the person, of any form.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it ended, with its person; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>
    /// Whether an approver has to confirm it before the person approves by it. Other roles that the provider gives are not held up.
    /// </summary>
    public bool IsProposed { get; private set; }

    /// <summary>Binds a subject to a person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="isProposed">Whether an approver has to confirm it.</param>
    /// <param name="at">The present.</param>
    public static PersonSubject Bind(Person person, string subject, bool isProposed, DateTimeOffset at)
    {
        person.RequireOpen();
        return IsSubject(subject)
            ? new PersonSubject
            {
                Id = NewId(at),
                PersonId = person.Id,
                Person = person,
                Subject = subject,
                CreatedAt = at,
                IsProposed = isProposed,
            }
            : throw new RefusedException(
                Refusal.Malformed,
                Sentence.Counting(
                    Longest, $"A subject has 1 to {Longest} characters, none of them control characters: copy it from the provider."));
    }

    /// <summary>Whether a text can be a subject.</summary>
    /// <remarks>
    /// Characters that are not seen, or that turn the text round, would let one subject pass for another where people read it.
    /// </remarks>
    public static bool IsSubject(string? subject) => subject is { Length: > 0 and <= Longest } && !subject.EnumerateRunes().Any(
        r => Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator);

    /// <summary>What stands for a subject in the journal, because it may be personal data.</summary>
    public static string CredentialOf(string subject) =>
        Actor.ByProvider + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 8));

    /// <summary>An approver confirmed it.</summary>
    public void Confirm() => IsProposed = false;

    /// <summary>Ends it.</summary>
    public void End(DateTimeOffset at) => EndedAt ??= at;
}
