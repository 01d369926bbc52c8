using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>An entry of the register, with those who approved it.</summary>
/// <param name="Given">The endorsement.</param>
/// <param name="Approvers">Who approved its terms.</param>
internal sealed record RegisterRow(GivenEndorsement Given, IReadOnlyList<string> Approvers);
