namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>A field of a form that is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What was typed.</param>
internal sealed record KeptField(string Name, string Value);
