namespace DigitalEmblem.Issuer.Domain;

/// <summary>Some rows of an errand, until it ends. A row of the table for each row of a list would make storing the list as slow as the
/// errand itself.</summary>
internal sealed class ErrandPart
{
    /// <summary>How many rows each part has; the last one may have fewer.</summary>
    public const int Size = 250;

    private ErrandPart()
    {
    }

    public Guid ErrandId { get; private init; }

    /// <summary>Its place among the parts, from 0.</summary>
    public int Number { get; private init; }

    /// <summary>A line of text for each row.</summary>
    public string Rows { get; private init; } = "";

    public static ErrandPart Create(Errand errand, int number, IEnumerable<ErrandRow> rows) =>
        new() { ErrandId = errand.Id, Number = number, Rows = string.Join('\n', rows.Select(r => r.ToText())) };

    /// <summary>Its rows.</summary>
    public IEnumerable<ErrandRow> ToRows() => Rows.Split('\n').Select(ErrandRow.Of);
}
