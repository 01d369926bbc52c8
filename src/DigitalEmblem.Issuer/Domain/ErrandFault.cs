namespace DigitalEmblem.Issuer.Domain;

/// <summary>A row of an errand that could not be done.</summary>
internal sealed class ErrandFault
{
    private ErrandFault()
    {
    }

    public Guid ErrandId { get; private init; }

    /// <summary>The line.</summary>
    public int Line { get; private init; }

    /// <summary>Why, for a person.</summary>
    public string Why { get; private init; } = "";

    public static ErrandFault Create(Errand errand, int line, string why) =>
        new() { ErrandId = errand.Id, Line = line, Why = why.Length > 1000 ? why[..1000] : why };
}
