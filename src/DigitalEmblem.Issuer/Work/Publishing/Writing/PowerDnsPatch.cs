using System.Buffers;
using System.Text.Json;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// The body of a PATCH of a zone: sets of records that are replaced or deleted as a whole. PowerDNS makes all of it or nothing.
/// </summary>
internal static class PowerDnsPatch
{
    /// <summary>Writes it.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="there">What is at their names; null for nothing that has to be kept.</param>
    public static ReadOnlyMemory<byte> Write(IEnumerable<NameChange> changes, IReadOnlyDictionary<DomainName, PowerDnsName>? there)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("rrsets");
            foreach (NameChange change in changes)
            {
                foreach (RecordChange records in change.Records)
                {
                    Write(json, change.Name, records, [.. there?[change.Name].Disabled(records) ?? []]);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, DomainName name, RecordChange change, string[] disabled)
    {
        json.WriteStartObject();
        json.WriteString("name", $"{name}.");
        json.WriteString("type", RecordText.TypeName(change.Type));
        if (change.Next.Count + disabled.Length == 0)
        {
            json.WriteString("changetype", "DELETE");
        }
        else
        {
            json.WriteString("changetype", "REPLACE");
            json.WriteNumber("ttl", change.Ttl);
            json.WriteStartArray("records");
            foreach (string content in change.Next.Select(d => RecordText.Write(change.Type, d)).Distinct())
            {
                Write(json, content, isDisabled: false);
            }

            foreach (string content in disabled)
            {
                Write(json, content, isDisabled: true);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string content, bool isDisabled)
    {
        json.WriteStartObject();
        json.WriteString("content", content);
        json.WriteBoolean("disabled", isDisabled);
        json.WriteEndObject();
    }
}
