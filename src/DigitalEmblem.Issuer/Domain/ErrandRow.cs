using System.Globalization;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>A row of an errand.</summary>
/// <param name="Line">Its line in the file, or its place among the identities, from 1.</param>
/// <param name="Subject">The name to list, or the identity of the asset.</param>
/// <param name="Purposes">
/// For a name to list: its purposes. For an act on an asset: those that the person saw; none if the act is done whatever they are.
/// </param>
/// <param name="Lifetime">For a name to list: how long its emblems last.</param>
/// <param name="Labels">For a name to list: its labels.</param>
internal readonly record struct ErrandRow(int Line, string Subject, Purposes Purposes = Purposes.None, TimeSpan? Lifetime = null,
    AssetLabels? Labels = null)
{
    /// <summary>As a line of text, as <see cref="ErrandPart"/> keeps it.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Line}\t{Subject}\t{(int)Purposes}\t{(long?)Lifetime?.TotalSeconds}{(Labels is null ? "" : $"\t{Labels}")}");

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static ErrandRow Of(string text)
    {
        string[] fields = text.Split('\t');
        return new ErrandRow(
            int.Parse(fields[0], CultureInfo.InvariantCulture),
            fields[1],
            (Purposes)int.Parse(fields[2], CultureInfo.InvariantCulture),
            fields[3].Length == 0 ? null : TimeSpan.FromSeconds(long.Parse(fields[3], CultureInfo.InvariantCulture)),
            fields.Length > 4 ? AssetLabels.Parse(fields[4]) : null);
    }
}
