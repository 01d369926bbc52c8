using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>A TXT record that shows control (decisions.md, 32): of one name, or of all names of a zone.</summary>
/// <param name="Of">The name, or the zone.</param>
/// <param name="Challenge">The record's text.</param>
internal sealed record ControlRecord(DomainName Of, string Challenge)
{
    /// <summary>Where it stands; null if the name is too long to have a name below it.</summary>
    public DomainName? Name => DomainName.TryParse(NameOf(Of), out DomainName? name) ? name : null;

    /// <summary>Where the record of a name or a zone stands.</summary>
    public static string NameOf(DomainName of) => $"_adem-control.{of}";

    /// <summary>The record of one name.</summary>
    public static ControlRecord OfName(Asset asset) => new(asset.Name, asset.ControlChallenge);

    /// <summary>
    /// The record of a zone. Its text needs no row of its own: it is the same at each look, other organizations have another one because
    /// the organization's identity is random, and another zone has another one, so that an alias to it shows nothing.
    /// </summary>
    public static ControlRecord OfZone(Organization organization, DomainName zone)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes($"control of a zone\n{organization.Id}\n{zone}"));
        return new ControlRecord(zone, TextOf(digest.AsSpan(0, 16)));
    }

    /// <summary>The text of a record, from 16 bytes.</summary>
    public static string TextOf(ReadOnlySpan<byte> bytes) => $"digital-emblem-control={Convert.ToHexStringLower(bytes)}";
}
