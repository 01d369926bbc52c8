using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>An asset with which an act would be refused.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Name">Its name; null if there is none of this identity.</param>
/// <param name="Refusal">The kind of reason.</param>
/// <param name="Why">The reason.</param>
internal sealed record AssetRefused(Guid Id, DomainName? Name, Refusal Refusal, Sentence Why);
