using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// Which numbers mean IHLE in an input. It has no number yet: unless one is named, every number for private use (RFC 6895, 3.1)
/// may be meant where a record holds a token or a key, and only the default one where something is said to be absent.
/// </summary>
/// <param name="Named">The one number that was named; null if none was.</param>
internal readonly record struct IhleType(int? Named)
{
    private const int FirstPrivate = 65280, LastPrivate = 65534;

    /// <summary>The number that the mnemonic <c>IHLE</c> stands for.</summary>
    public int Mnemonic => Named ?? DnsType.DefaultIhle;

    /// <summary>Whether every record of the type is of IHLE.</summary>
    public bool Is(int type) => type == Mnemonic;

    /// <summary>Whether records of the type may be of IHLE, if they hold a token or a key.</summary>
    public bool MayBe(int type) => Is(type) || (Named is null && type is >= FirstPrivate and <= LastPrivate);

    /// <summary>The type's name for a person.</summary>
    public string Name(int type) => Is(type) ? string.Create(CultureInfo.InvariantCulture, $"IHLE (TYPE{type})") : RecordTypes.Name(type);
}
