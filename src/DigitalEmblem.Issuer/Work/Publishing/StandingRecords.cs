namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The records of one type that stand at a name.</summary>
/// <param name="Type">The record type's number.</param>
/// <param name="Answer">The answer in which they were.</param>
internal sealed record StandingRecords(ushort Type, LookupAnswer Answer)
{
    /// <summary>The type of TXT records, of which others stand at the same name.</summary>
    public const ushort Txt = 16;

    /// <summary>Those that are about emblems: all of them, but of type TXT only those of the JWS profile.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OfEmblems { get; } =
        Type == Txt ? [.. Answer.Data.Where(IsOfProfile)] : Answer.Data;

    /// <summary>Those that are about other things, and are kept byte for byte.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Others { get; } =
        Type == Txt ? [.. Answer.Data.Where(d => !IsOfProfile(d))] : [];

    /// <summary>
    /// The data of a record in the form in which it is compared, as hexadecimal text. A server or a provider's form may divide the text of
    /// a TXT record into other character-strings, and validators join them.
    /// </summary>
    public string Key(ReadOnlyMemory<byte> data) => Key(Type, data);

    /// <inheritdoc cref="Key(ReadOnlyMemory{byte})"/>
    public static string Key(ushort type, ReadOnlyMemory<byte> data) => OwnRecords.Hex(Canonical(type, data));

    /// <summary>The data of a record as this service writes it, if it is one about emblems; other data as they are.</summary>
    public static ReadOnlyMemory<byte> Canonical(ushort type, ReadOnlyMemory<byte> data) =>
        type == Txt && IsOfProfile(data) && CharacterStrings.Join(data.Span) is { } text ? CharacterStrings.Data(text) : data;

    /// <summary>Their time to live in seconds; null if there are none.</summary>
    public int? Ttl => (int?)Answer.TimeToLive?.TotalSeconds;

    /// <summary>Whether a TXT record is one of the JWS profile, as validators read it.</summary>
    private static bool IsOfProfile(ReadOnlyMemory<byte> data) =>
        TxtRecord.TryRead(data, new InputItem(1, "TXT"), TokenLimits.Default, VerificationCache.None, out _) is not null;
}
