using System.Text.Json;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>What PowerDNS's API shows at one name of a zone.</summary>
/// <param name="Kind">What the server is for the zone, such as Native, Master or Slave.</param>
/// <param name="Records">The records at the name, of all types.</param>
internal sealed record PowerDnsName(string Kind, IReadOnlyList<PowerDnsRecord> Records)
{
    /// <summary>Whether another server has the zone, and what is changed here is lost with the next transfer.</summary>
    public bool IsSecondary => Kind.ToUpperInvariant() is "SLAVE" or "SECONDARY" or "CONSUMER";

    /// <summary>Reads the API's answer about a name; null if it is none.</summary>
    /// <param name="json">The answer. PowerDNS also names other names in it, with comments or all that the zone has.</param>
    /// <param name="name">The name.</param>
    public static PowerDnsName? TryRead(ReadOnlySpan<byte> json, DomainName name)
    {
        try
        {
            JsonElement zone = JsonElement.Parse(json);
            var records = new List<PowerDnsRecord>();
            foreach (JsonElement set in zone.GetProperty("rrsets").EnumerateArray())
            {
                if (!DomainName.TryParse(set.GetProperty("name").GetString(), out DomainName? owner) || owner != name)
                {
                    continue;
                }

                string type = set.GetProperty("type").GetString() ?? "";
                foreach (JsonElement record in set.GetProperty("records").EnumerateArray())
                {
                    records.Add(new PowerDnsRecord(
                        type,
                        record.GetProperty("content").GetString() ?? "",
                        record.TryGetProperty("disabled", out JsonElement disabled) && disabled.GetBoolean()));
                }
            }

            return new PowerDnsName(zone.GetProperty("kind").GetString() ?? "", records);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether records of a type are shown to the world.</summary>
    public bool Has(string type) => Records.Any(r => !r.IsDisabled && r.Type == type);

    /// <summary>Whether exactly the records that a change was planned from are there, in whatever form they are written.</summary>
    /// <param name="change">The change.</param>
    /// <param name="fault">What is there and cannot be compared; null if all can.</param>
    public bool IsAsBefore(RecordChange change, out Sentence? fault)
    {
        fault = null;
        var there = new HashSet<string>();
        foreach (PowerDnsRecord record in Of(change.Type).Where(r => !r.IsDisabled))
        {
            if (RecordText.TryRead(change.Type, record.Content) is not { } data)
            {
                fault = Sentence.Of(
                    $"PowerDNS has a record of type {record.Type} there that cannot be read: {Printable.Text(record.Content)} Nothing was "
                        + $"changed. Correct or remove it.");
                return false;
            }

            there.Add(OwnRecords.Hex(data));
        }

        return there.SetEquals(change.Before.Select(OwnRecords.Hex));
    }

    /// <summary>The records of a type that PowerDNS keeps and does not show, without those that are put in now.</summary>
    public IEnumerable<string> Disabled(RecordChange change)
    {
        HashSet<string> next = [.. change.Next.Select(OwnRecords.Hex)];
        return Of(change.Type)
            .Where(r => r.IsDisabled
                && (RecordText.TryRead(change.Type, r.Content) is not { } data || !next.Contains(OwnRecords.Hex(data))))
            .Select(r => r.Content);
    }

    private IEnumerable<PowerDnsRecord> Of(ushort type) => Records.Where(r => r.Type == RecordText.TypeName(type));
}
