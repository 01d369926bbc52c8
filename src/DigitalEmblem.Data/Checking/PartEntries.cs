namespace DigitalEmblem.Data;

/// <summary>
/// The entries of a manifest at and below the part that is checked. All others are read too, because only a reading of all of them shows
/// that the manifest holds (data-emblem, manifest).
/// </summary>
/// <param name="part">The path of the part.</param>
internal sealed class PartEntries(EntryPath part)
{
    private readonly string? _form = OtherForms.FormOf(part);

    /// <summary>How many were met.</summary>
    public long Count { get; private set; }

    /// <summary>Whether an entry has the path of the part in another Unicode form.</summary>
    public bool HasOtherForm { get; private set; }

    /// <summary>Whether an entry belongs to the part. Each entry is asked about once.</summary>
    public bool Has(ManifestEntry entry)
    {
        if (entry.Path == part || EntryRules.IsBelow(entry.Path.Bytes, part.Bytes))
        {
            Count++;
            return true;
        }

        if (_form is not null && OtherForms.FormOf(entry.Path) is { } form)
        {
            HasOtherForm |= form == _form || form.StartsWith(_form + "/", StringComparison.Ordinal);
        }

        return false;
    }

    /// <summary>Why no entry can be at the part or below it; null if one can.</summary>
    /// <param name="exclusions">What the head excludes.</param>
    public string? WhyNone(ValueList<EntryPath> exclusions) =>
        EntryRules.IsReserved(part) ? $"'{part}' is one of the sign's own files, which no sign lists. Name the folder that it marks."
        : Archives.Exclusion.Covers(exclusions, part) ? $"'{part}' is not listed: the sign excludes it, and says nothing of it."
        : null;

    /// <summary>The answer if nothing of the part is covered.</summary>
    public string NotListed() => Count == 0
        ? $"'{part}' is not listed: the sign says nothing of it."
        : $"'{part}' is named and not covered: the sign says nothing of what is in it.";
}
