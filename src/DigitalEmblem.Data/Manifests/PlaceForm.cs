using System.Buffers;
using System.Text;

namespace DigitalEmblem.Data;

/// <summary>Encodes and decodes the place of a location sign (data-emblem, place).</summary>
internal static class PlaceForm
{
    private const int Members = 3, MembersOfFact = 2;

    public static void Write(IBufferWriter<byte> output, DataPlace place)
    {
        output.Array(Members);
        output.Text(place.Host.ToString());
        output.Text(place.Kind);
        output.Array(place.Facts.Count);
        foreach (PlaceFact fact in place.Facts)
        {
            output.Array(MembersOfFact);
            output.Text(fact.Name);
            output.Text(fact.Value);
        }
    }

    public static DataPlace Read(ref CanonicalCbor cbor)
    {
        int start = cbor.Offset;
        Expect(ref cbor, Members, "a place");
        string host = cbor.Text();
        if (!DomainName.TryParse(host, out DomainName? name) || name.ToString() != host)
        {
            throw cbor.Fault("the host of a place is no domain name in its canonical form", start);
        }

        string kind = cbor.Text();
        int count = cbor.Array();
        if (count > DataLimits.MaxFacts)
        {
            throw cbor.Fault($"{count} facts, where {DataLimits.MaxFacts} are the limit", start);
        }

        var facts = new PlaceFact[count];
        for (int i = 0; i < count; i++)
        {
            Expect(ref cbor, MembersOfFact, "a fact");
            facts[i] = new PlaceFact(cbor.Text(), cbor.Text());
        }

        var place = new DataPlace(name, kind, ValueList.From(facts));
        return Fault(place) is { } fault ? throw cbor.Fault(fault, start) : place;
    }

    /// <summary>Which rule a place breaks; null if none.</summary>
    public static string? Fault(DataPlace place)
    {
        if (!DataPlace.IsWord(place.Kind))
        {
            return "the kind of a place is no word of 1 to 64 letters a to z, digits and hyphens";
        }

        if (place.Facts.Count is 0 or > DataLimits.MaxFacts)
        {
            return $"{place.Facts.Count} facts, where 1 to {DataLimits.MaxFacts} are asked";
        }

        for (int i = 0; i < place.Facts.Count; i++)
        {
            PlaceFact fact = place.Facts[i];
            if (!DataPlace.IsWord(fact.Name))
            {
                return "the name of a fact is no word of 1 to 64 letters a to z, digits and hyphens";
            }

            if (Encoding.UTF8.GetByteCount(fact.Value) is 0 or > DataLimits.MaxFactValue)
            {
                return $"the value of a fact has not 1 to {DataLimits.MaxFactValue} bytes";
            }

            if (i > 0 && string.CompareOrdinal(place.Facts[i - 1].Name, fact.Name) >= 0)
            {
                return "the name of a fact is not after the one before it";
            }
        }

        return null;
    }

    private static void Expect(ref CanonicalCbor cbor, int asked, string what)
    {
        int start = cbor.Offset;
        int count = cbor.Array();
        if (count != asked)
        {
            throw cbor.Fault($"{what} has {count} members, where {asked} are asked", start);
        }
    }
}
