namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What the journal calls the emblems of names, and of data.</summary>
/// <param name="Prefix">The beginning of its words.</param>
/// <param name="Noun">What is counted, and the member that lists them.</param>
internal sealed record MarkWords(string Prefix, string Noun)
{
    /// <summary>Of names.</summary>
    public static readonly MarkWords OfNames = new("emblems", "assets");

    /// <summary>Of data.</summary>
    public static readonly MarkWords OfData = new("signs", "data");

    /// <summary>Some were issued.</summary>
    public string Issued => $"{Prefix}.issued";

    /// <summary>Some were due and were not issued.</summary>
    public string NotIssued => $"{Prefix}.notIssued";

    /// <summary>Some are due anew, because a clock was wrong.</summary>
    public string DueAnew => $"{Prefix}.dueAnew";
}
