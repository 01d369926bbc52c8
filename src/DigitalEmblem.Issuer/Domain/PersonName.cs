using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// What the journal calls a handle by: a pseudonym, which is a digest of the handle and of random bytes (the salt). Lines of the journal
/// cannot be changed, so they hold the pseudonym only. Handle and salt stand here, and can be deleted: then nothing leads from the
/// pseudonym to the handle any more, also not trying all names, and every line is as it was.
/// </summary>
internal sealed class PersonName
{
    // A digest of another kind never counts as one of these.
    private static readonly byte[] Domain = Encoding.ASCII.GetBytes("digitalemblem.issuer.person:1\0");

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private const string Prefix = "p:";
    private const int SaltBytes = 16;
    private const int DigestBytes = 16;

    private PersonName()
    {
    }

    /// <summary>"p:" and 32 hexadecimal digits. No handle has this form, because none has a colon.</summary>
    public string Pseudonym { get; private init; } = "";

    /// <summary>The handle.</summary>
    public string Handle { get; private init; } = "";

    /// <summary>Random bytes. Who does not have them cannot find the handle by trying names.</summary>
    public byte[] Salt { get; private init; } = [];

    /// <summary>Whether the pseudonym is that of handle and salt. If not, the row was changed from outside.</summary>
    public bool IsTrue => Pseudonym == Of(Salt, Handle);

    /// <summary>Gives a handle its pseudonym.</summary>
    public static PersonName Create(string handle)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        string canonical = Person.Canonical(handle);
        return new PersonName { Pseudonym = Of(salt, canonical), Handle = canonical, Salt = salt };
    }

    /// <summary>Whether a text has the form of a pseudonym.</summary>
    public static bool IsPseudonym(string text) => text.Length == Prefix.Length + (2 * DigestBytes)
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Digits) < 0;

    /// <summary>The pseudonym of a handle under a salt.</summary>
    public static string Of(ReadOnlySpan<byte> salt, string handle)
    {
        byte[] input = [.. Domain, .. salt, .. Encoding.ASCII.GetBytes(handle)];
        return Prefix + Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, DigestBytes));
    }
}
