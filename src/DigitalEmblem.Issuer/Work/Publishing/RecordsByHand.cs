using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The records that a person has to add at names, or to remove.</summary>
/// <param name="IhleType">The record type's number for IHLE.</param>
/// <param name="Present">The records of names that should have some.</param>
/// <param name="Absent">The names that should have no records, but may still have ours.</param>
/// <param name="NotReady">The names whose sets are not ready, each with the reason.</param>
internal sealed record RecordsByHand(
    int IhleType,
    IReadOnlyList<PublishedRecords> Present,
    IReadOnlyList<DomainName> Absent,
    IReadOnlyList<(DomainName Name, Sentence Why)> NotReady)
{
    private const string Tokens = "adem-token= or adem-key=";

    /// <summary>The media type of a form.</summary>
    public static string MediaType(RecordsForm form) => form switch
    {
        RecordsForm.Json => "application/json",
        RecordsForm.Zone => "text/dns",
        RecordsForm.Csv => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };

    /// <summary>Collects the records of assets.</summary>
    public static RecordsByHand Of(IEnumerable<(Asset Asset, PublicationTarget Target)> assets, EmblemSets sets, int ihleType)
    {
        var present = new List<PublishedRecords>();
        var absent = new List<DomainName>();
        var notReady = new List<(DomainName, Sentence)>();
        foreach ((Asset asset, PublicationTarget target) in assets)
        {
            if (asset.State != AssetState.Marked)
            {
                absent.Add(asset.Name);
                continue;
            }

            try
            {
                if (sets.RecordsOf(asset, ihleType).All(r => r.Data.Count == 0))
                {
                    // Its emblem expired: a set that no validator accepts does not stay in the DNS.
                    absent.Add(asset.Name);
                    continue;
                }

                present.AddRange(sets.Of(asset).Select(s => s.ToRecords(asset.Name, target.Ttl, ihleType)));
            }
            catch (RefusedException e)
            {
                // Do not list the name as absent: people would remove its records.
                notReady.Add((asset.Name, e.Sentence));
            }
        }

        return new RecordsByHand(ihleType, present, absent, notReady);
    }

    /// <summary>As text in a form; for JSON see <see cref="RecordsWriter"/>, for a table <see cref="RecordsCsv"/>.</summary>
    /// <param name="form">The form.</param>
    /// <param name="isAlone">Whether there is one name only, so that its values need no name beside them.</param>
    public string ToText(RecordsForm form, bool isAlone) => form switch
    {
        RecordsForm.Zone => Comments() + string.Concat(Absent.Select(n => $"; {n}. has no TYPE{IhleType}: take out what is there\n"))
            + string.Concat(Present.Select(r => r.ToZone())),
        RecordsForm.Rfc3597 => string.Concat(Present.Select(r => isAlone ? r.ToValues() : $"; {r.Name}. {TypeOf(r)}\n{r.ToValues()}")),
        RecordsForm.Nsupdate => Comments() + string.Concat(Absent.Select(n => $"update delete {n}. TYPE{IhleType}\nsend\n"))
            + string.Concat(Present.Select(ToNsupdate)),
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private static string TypeOf(PublishedRecords records) =>
        records.Type == StandingRecords.Txt ? "TXT" : string.Create(CultureInfo.InvariantCulture, $"TYPE{records.Type}");

    // A script must not delete the TXT records of others at the name.
    private static string ToNsupdate(PublishedRecords records) => records.Type != StandingRecords.Txt
        ? records.ToNsupdate()
        : $"; {records.Name}: take out older TXT records with {Tokens}; the others stay.\n" + string.Join(
            '\n', records.ToNsupdate().Split('\n').Where(l => !l.StartsWith("update delete", StringComparison.Ordinal)));

    private string Comments() =>
        string.Concat(NotReady.Select(n => $"; {n.Name}: {n.Why.ToString().ReplaceLineEndings(" ")} Leave what is there.\n"))
            + (Absent.Count == 0 ? "" : $"; Of names that were marked in the JWS profile, TXT records with {Tokens} go as well.\n");
}
