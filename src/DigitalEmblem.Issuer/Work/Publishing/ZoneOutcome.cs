namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The outcome of publishing or removing the records of a name.</summary>
/// <param name="Seen">Whether it was read back as it should be.</param>
/// <param name="Fault">If not, why, for a person.</param>
/// <param name="IsServerAtFault">Whether the server cannot be reached or does not answer, so that other names of the zone would fail as
/// well now. A server that answers is never at fault for all, whatever it answers about one name.</param>
/// <param name="IsAlias">Whether the name is an alias, so that waiting for records there is in vain.</param>
internal sealed record ZoneOutcome(bool Seen, string? Fault = null, bool IsServerAtFault = false, bool IsAlias = false)
{
    /// <summary>Compares the records of a name with those that it should have.</summary>
    /// <param name="name">The name that was asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="records">The data of each record that should be there.</param>
    public static ZoneOutcome Of(DomainName name, LookupAnswer answer, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        if (!answer.IsAnswer)
        {
            return new ZoneOutcome(
                false,
                $"It could not be read back: {string.Join(" ", answer.Attempts)}",
                answer.Outcome is LookupOutcome.TimedOut or LookupOutcome.Unreachable);
        }

        // The records behind an alias belong to another name: here are none, as a removal wants it.
        if (answer.CanonicalName is { } end && !(DomainName.TryParse(end, out DomainName? at) && at == name))
        {
            return records.Count == 0
                ? new ZoneOutcome(true, IsAlias: true)
                : new ZoneOutcome(
                    false,
                    $"{name} is an alias (CNAME) of {Printable.Text(end)}, and an alias can have no records of its own. "
                        + "Mark the name that it leads to, or replace the CNAME by addresses.",
                    IsAlias: true);
        }

        HashSet<string> there = [.. answer.Data.Select(d => Convert.ToHexString(d.Span))];
        return there.SetEquals(records.Select(r => Convert.ToHexString(r.Span))) ? new ZoneOutcome(true)
            : there.Count == 0 ? new ZoneOutcome(false, "There is nothing at the name.")
            : new ZoneOutcome(false, "Other records stand at the name: an older set, or someone else publishes there too.");
    }
}
