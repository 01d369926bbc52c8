namespace DigitalEmblem.Data;

/// <summary>Something below a marked folder that could not be read.</summary>
/// <param name="Path">Its path below the folder, for a person: what is not UTF-8 or not printable is an escape.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record DataTrouble(string Path, string Reason);
