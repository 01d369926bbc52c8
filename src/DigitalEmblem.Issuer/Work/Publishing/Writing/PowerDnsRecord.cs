namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>A record as PowerDNS's API shows it.</summary>
/// <param name="Type">What PowerDNS calls its type.</param>
/// <param name="Content">Its data as text.</param>
/// <param name="IsDisabled">Whether PowerDNS keeps it and does not show it to the world.</param>
internal sealed record PowerDnsRecord(string Type, string Content, bool IsDisabled);
