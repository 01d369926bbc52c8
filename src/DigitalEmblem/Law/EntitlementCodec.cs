using System.Formats.Cbor;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// Grounds of entitlement as CBOR: an array of maps with texts as keys, in deterministic encoding. They stand in a request for an
/// endorsement and in an authority's register, and in no token.
/// </summary>
internal static class EntitlementCodec
{
    /// <summary>The most grounds of one request: more than one for each purpose is rare.</summary>
    public const int MostGrounds = 10;

    private const string DayFormat = "yyyy-MM-dd";

    private const string PurposesName = "purposes", Treaty = "treaty", Annex = "annex", Article = "article", Paragraph = "paragraph";
    private const string NationalLaw = "nationalLaw", Reference = "reference", DecidedOn = "decidedOn", Competence = "competence";

    /// <summary>What is wrong with the form of some grounds for the purposes that are asked for; null if nothing is.</summary>
    public static string? Fault(ValueList<Entitlement> grounds, Purposes asked) =>
        grounds.Count > MostGrounds ? $"{grounds.Count} grounds, where {MostGrounds} are the limit"
        : grounds.SelectMany(g => g.FormFaults()).FirstOrDefault() is { } fault ? fault.TrimEnd('.')
        : grounds.FirstOrDefault(g => (g.Purposes & ~asked) != 0) is { } wider
            ? $"a ground covers {PurposeNames.Joined(wider.Purposes & ~asked)}, which is not asked for"
            : null;

    public static byte[] Write(ValueList<Entitlement> grounds)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Write(writer, grounds);
        return writer.Encode();
    }

    public static void Write(CborWriter writer, ValueList<Entitlement> grounds)
    {
        writer.WriteStartArray(grounds.Count);
        foreach (Entitlement ground in grounds)
        {
            (string Name, string? Text)[] texts =
            [
                (Treaty, ground.Rule.Source?.Treaty),
                (Annex, ground.Rule.Source?.Annex),
                (Article, ground.Rule.Source?.Article),
                (Paragraph, ground.Rule.Source?.Paragraph),
                (NationalLaw, ground.Rule.NationalLaw),
                (Reference, ground.Reference),
                (DecidedOn, ground.DecidedOn.ToString(DayFormat, CultureInfo.InvariantCulture)),
                (Competence, ground.Competence),
            ];
            (string Name, string? Text)[] there = [.. texts.Where(t => t.Text is not null)];
            writer.WriteStartMap(there.Length + 1);
            writer.WriteTextString(PurposesName);
            writer.WriteUInt32((uint)ground.Purposes);
            foreach ((string name, string? text) in there)
            {
                writer.WriteTextString(name);
                writer.WriteTextString(text!);
            }

            writer.WriteEndMap();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write(ValueList{Entitlement})"/> writes.</summary>
    public static ValueList<Entitlement> Read(ReadOnlyMemory<byte> cbor) => CborCursor.ReadOne(cbor, Read);

    public static ValueList<Entitlement> Read(CborCursor cursor)
    {
        int count = cursor.StartArray();
        if (count > MostGrounds)
        {
            throw cursor.Fault($"{count} grounds, where {MostGrounds} are the limit", FormatFault.LimitExceeded);
        }

        var grounds = new Entitlement[count];
        for (int i = 0; i < count; i++)
        {
            grounds[i] = ReadOne(cursor);
        }

        return [.. grounds];
    }

    private static Entitlement ReadOne(CborCursor cursor)
    {
        ulong purposes = 0;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = default(CborKeys);
        int count = cursor.StartMap();
        for (int i = 0; i < count; i++)
        {
            CborLabel label = cursor.Key(ref seen);
            switch (label.Text)
            {
                case PurposesName:
                    purposes = cursor.Unsigned();
                    break;
                case Treaty or Annex or Article or Paragraph or NationalLaw or Reference or DecidedOn or Competence:
                    texts.Add(label.Text, cursor.Text());
                    break;
                default:
                    throw cursor.Fault($"a member of a ground that is not known: {Printable.Text(label.ToString() ?? "")}");
            }
        }

        string Required(string name) => texts.GetValueOrDefault(name) ?? throw cursor.Fault($"a ground without {name}");
        bool isTreaty = texts.Keys.Any(k => k is Treaty or Annex or Article or Paragraph);
        return new Entitlement
        {
            Purposes = purposes <= (ulong)Purposes.All
                ? (Purposes)purposes
                : throw cursor.Fault($"{purposes}, where 1 to 31 is asked"),
            Rule = new EntitlementRule(
                isTreaty
                    ? new LawSource
                    {
                        Treaty = Required(Treaty),
                        Annex = texts.GetValueOrDefault(Annex),
                        Article = Required(Article),
                        Paragraph = texts.GetValueOrDefault(Paragraph),
                    }
                    : null,
                texts.GetValueOrDefault(NationalLaw)),
            Reference = Required(Reference),
            DecidedOn = DateOnly.TryParseExact(
                Required(DecidedOn), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                ? day
                : throw cursor.Fault("a day is written 2026-12-31"),
            Competence = Required(Competence),
        };
    }
}
