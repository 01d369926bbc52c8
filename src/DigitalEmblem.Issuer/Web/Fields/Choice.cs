using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>One of the values that a field offers.</summary>
/// <param name="Value">The value in the form.</param>
/// <param name="Says">What the person reads.</param>
internal sealed record Choice(string Value, Sentence Says);
