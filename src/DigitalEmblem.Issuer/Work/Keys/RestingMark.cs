namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>A name, or data, whose set rests on a compromised key.</summary>
/// <param name="Id">The asset.</param>
/// <param name="Called">The name, or the root of the data.</param>
internal sealed record RestingMark(Guid Id, string Called);
