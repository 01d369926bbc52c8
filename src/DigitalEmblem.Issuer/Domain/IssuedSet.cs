namespace DigitalEmblem.Issuer.Domain;

/// <summary>A set of one profile: an emblem, its endorsements and the keys, as they were judged.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Items">
/// The emblem first. CWT tokens and COSE_Keys; or JWS in compact form and JWKs, ASCII.
/// </param>
internal sealed record IssuedSet(TokenProfile Profile, IReadOnlyList<ReadOnlyMemory<byte>> Items)
{
    /// <summary>The set as one file: a bundle, or a JWS or JWK on each line.</summary>
    public byte[] ToFile()
    {
        if (Profile == TokenProfile.Cwt)
        {
            // The items were judged before they were kept, and those who get the file read it anew.
            return TokenBundle.WriteUnchecked(Items);
        }

        var file = new MemoryStream();
        foreach (ReadOnlyMemory<byte> item in Items)
        {
            file.Write(item.Span);
            file.WriteByte((byte)'\n');
        }

        return file.ToArray();
    }

    /// <summary>The media type of the file.</summary>
    public string MediaType => Profile == TokenProfile.Cwt ? TokenBundle.MediaType : "text/plain; charset=utf-8";

    /// <summary>The records that publish it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ttl">The time to live in seconds.</param>
    /// <param name="ihleType">The record type's number for IHLE.</param>
    public PublishedRecords ToRecords(DomainName name, int ttl, int ihleType) =>
        PublishedRecords.For(UnverifiedTokens.Read(ToFile()), name, ttl, ihleType);

    /// <summary>The data of each record, as on the wire: of IHLE records, or of TXT records.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ToData() => Profile == TokenProfile.Cwt
        ? Items
        : [.. Items.Select(i => (ReadOnlyMemory<byte>)TxtRecord(System.Text.Encoding.ASCII.GetString(i.Span)))];

    // The names that deployed validators read (spec/jws-profile.md). A JWK is a JSON object, and a JWS in compact form is none.
    private static byte[] TxtRecord(string item) => CharacterStrings.Data(item.StartsWith('{') ? $"adem-key={item}" : $"adem-token={item}");
}
