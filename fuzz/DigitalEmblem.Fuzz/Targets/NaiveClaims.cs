using System.Formats.Cbor;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>
/// Reads the claims of a CWT a second time, as simply as possible and with the platform's reader alone. It shares no code with the real
/// reader.
/// </summary>
internal static class NaiveClaims
{
    /// <summary>
    /// Whether the map could be the claims of an emblem that is valid at an instant. The result may be a wrong yes, but never a wrong no.
    /// </summary>
    public static bool MayBeAnEmblem(ReadOnlyMemory<byte> claims, DateTimeOffset at)
    {
        try
        {
            var reader = new CborReader(claims, CborConformanceMode.Lax);
            bool version = false, purposes = false, assets = false;
            double? notBefore = null, expires = null;
            int? count = reader.ReadStartMap();
            for (int i = 0; i < count; i++)
            {
                (long? label, string? text) = reader.PeekState() == CborReaderState.TextString
                    ? ((long?)null, reader.ReadTextString())
                    : Label(reader);
                switch (text ?? $"{label}")
                {
                    case "ver":
                        version = reader.ReadUInt64() == 1;
                        break;
                    case "prp":
                        purposes = reader.ReadUInt64() is >= 1 and <= 31;
                        break;
                    case "assets":
                        assets = reader.ReadStartArray() > 0;
                        while (reader.PeekState() != CborReaderState.EndArray)
                        {
                            assets &= reader.ReadTextString().Length > 0;
                        }

                        reader.ReadEndArray();
                        break;
                    case "5":
                        notBefore = Date(reader);
                        break;
                    case "4":
                        expires = Date(reader);
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
            double now = at.ToUnixTimeSeconds();
            return reader.BytesRemaining == 0 && version && purposes && assets && notBefore <= now && now < expires;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }

    private static (long?, string?) Label(CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger)
        {
            CborReader copy = reader;
            try
            {
                return (copy.ReadInt64(), null);
            }
            catch (OverflowException)
            {
                reader.SkipValue();
                return (null, "an integer of another claim");
            }
        }

        reader.SkipValue();
        return (null, "something else");
    }

    private static double Date(CborReader reader) =>
        reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger ? reader.ReadInt64() : reader.ReadDouble();
}
