using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>What a person does next for the certificate of a root key.</summary>
/// <param name="Says">What to do, in a sentence.</param>
/// <param name="Command">The command on the machine of the service; null if there is none.</param>
internal sealed record CertificateStep(Sentence Says, string? Command);
