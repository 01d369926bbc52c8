using System.Buffers.Text;
using System.Text;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Reads values of a body that must have a certain form. A value of another form is refused with the member's name.</summary>
internal static class Given
{
    public const int LongestNote = 1000;

    public static OrganizationIdentifier Organization(string text, string member) =>
        OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? organization)
            ? organization
            : throw Malformed($"{member} is no organization identifier: it is written https://organization.example.");

    public static DomainName Name(string text, string member) =>
        DomainName.TryParse(text, out DomainName? name)
            ? name
            : throw Malformed($"{member} is no domain name in its DNS form (punycode for other letters).");

    public static KeyZones? Zones(IReadOnlyList<string>? texts) => KeyZones.Of((texts ?? []).Select(t => Name(t, "zones")));

    public static DataRoot Root(string text, string member) =>
        DataRoot.TryParse(text, out DataRoot? root)
            ? root
            : throw Malformed($"{member} is the root of data: 'adem-data:1:' and 52 characters of base32 in lower case, as "
                + $"'emblem data prepare' prints it. Nothing else of the data is taken.");

    public static SignatureAlgorithm Algorithm(string text) => SignatureAlgorithm.TryParse(text, out SignatureAlgorithm? algorithm)
        ? algorithm
        : throw Malformed($"algorithm is one of {string.Join(", ", SignatureAlgorithm.All.Select(a => a.Name))}.");

    public static byte[] Bytes(string text, string member)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            throw Malformed($"{member} is no base64url (RFC 4648, 5).");
        }
    }

    public static Purposes PurposesOf(string? text, string member)
    {
        var purposes = Purposes.None;
        foreach (string word in (text ?? "").Split([' ', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            purposes |= PurposeNames.TryParse(word, out Purposes purpose)
                ? purpose
                : throw Malformed($"{member} has a word that is no purpose: {PurposeNames.Joined(Purposes.All)}.");
        }

        return purposes;
    }

    public static DateTimeOffset? Instant(string? text, string member) => text is null ? null
        : InstantConverter.TryParse(text, out DateTimeOffset instant) ? instant
        : throw Malformed($"{member} is no instant: it is written 2027-01-31T12:00:00Z.");

    public static TimeSpan Days(int days, string member) =>
        days is >= 1 and <= 398 ? TimeSpan.FromDays(days) : throw Malformed($"{member} lies between 1 and 398.");

    public static TimeSpan? Seconds(long? seconds, string member) => seconds switch
    {
        null => null,
        >= 1 and <= int.MaxValue => TimeSpan.FromSeconds(seconds.Value),
        _ => throw Malformed($"{member} is a number of seconds, from 1."),
    };

    public static string Note(string text) =>
        text.Length is >= 1 and <= LongestNote && !text.Any(char.IsControl)
            ? text
            : throw Malformed(Sentence.Counting(LongestNote, $"note has 1 to {LongestNote} characters on one line."));

    public static string Reason(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= LongestNote && !text.Any(char.IsControl)
            ? text
            : throw Malformed(Sentence.Counting(
                LongestNote, $"reason has 1 to {LongestNote} characters on one line: the journal keeps it."));

    /// <summary>A text of several lines. Control characters are refused here, because the database could refuse them later.</summary>
    public static string Pem(string text, string member) =>
        text.All(c => !char.IsControl(c) || c is '\r' or '\n' or '\t') ? text : throw Malformed($"{member} is no PEM text.");

    public static string Write(ReadOnlyMemory<byte> bytes) => Base64Url.EncodeToString(bytes.Span);

    /// <summary>A token in compact form, as text; null if there is none.</summary>
    public static string? Text(byte[]? ascii) => ascii is null ? null : Encoding.ASCII.GetString(ascii);

    private static RefusedException Malformed(Sentence sentence) => new(Refusal.Malformed, sentence);
}
