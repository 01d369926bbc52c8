using System.Formats.Asn1;

namespace DigitalEmblem;

/// <summary>The two ways in which certificates and revocation lists write a time (RFC 5280, 4.1.2.5).</summary>
internal static class Asn1Time
{
    public static DateTimeOffset Read(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime(2049) : reader.ReadGeneralizedTime();

    public static bool IsNext(AsnReader reader) =>
        reader.HasData
        && (reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) || reader.PeekTag().HasSameClassAndValue(Asn1Tag.GeneralizedTime));
}
