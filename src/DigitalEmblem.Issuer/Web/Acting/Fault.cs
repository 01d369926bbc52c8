using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>What is wrong with what a person sent.</summary>
/// <param name="Field">The name of the field of the form; null if it is about the whole.</param>
/// <param name="Why">What is wrong, and what to do.</param>
internal sealed record Fault(string? Field, Sentence Why);
