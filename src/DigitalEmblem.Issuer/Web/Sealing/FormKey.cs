namespace DigitalEmblem.Issuer.Web.Sealing;

/// <summary>
/// A key of data protection, sealed: with it the tokens of forms are made, at every instance. Data protection makes a new one every 90
/// days.
/// </summary>
internal sealed class FormKey
{
    /// <summary>The longest name that data protection gives a key.</summary>
    public const int LongestName = 100;

    /// <summary>The name by which data protection knows it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Since when.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The key, as XML of data protection, whose secret part is sealed.</summary>
    public string Xml { get; init; } = "";
}
