using System.Globalization;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Places;

/// <summary>
/// Judges a location sign (data-emblem, outcomes): first the sign, then differences, which are certain, then what could not be found out.
/// It judges nothing of the data at the place.
/// </summary>
internal static class PlaceJudge
{
    /// <summary>Judges it.</summary>
    /// <param name="judged">The check so far, with the verdict on the sign.</param>
    /// <param name="terms">What the manifest says; null if it could not be read.</param>
    /// <param name="fault">Why it could not be read, or why it cannot be one of this place; null if all is well.</param>
    /// <param name="kind">The kind of place whose facts are read.</param>
    /// <param name="read">Reads them, without believing the sign.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DataCheck> JudgeAsync(
        DataCheck judged,
        ManifestTerms? terms,
        string? fault,
        string kind,
        Func<DataPlace, IReadOnlyCollection<FactReading>> read,
        DataCheckOptions options,
        CancellationToken cancellationToken)
    {
        DataCheck check = judged with
        {
            Terms = terms,
            StatedHost = options.StatedHost,
            Outcome = SignOutcome.Of(judged.Verdict!),
            Reason = judged.Verdict!.Reason,
        };
        if (check.Outcome != DataOutcome.Marked)
        {
            return check;
        }

        if (fault is not null || terms is null)
        {
            return Open(check, fault ?? "The manifest cannot be read.");
        }

        if (terms.Place is not { } place)
        {
            return Content(check);
        }

        if (options.LeastGeneration is { } least)
        {
            return Refuse(check, VolumeCheck.NoVolume(least));
        }

        if (options.StatedHost is { } stated && stated != place.Host)
        {
            return Refuse(check, $"The sign marks a place on {place.Host}, and the host that you state is {stated}.");
        }

        if (place.Kind != kind || PlaceKinds.Fault(place) is not null)
        {
            return Open(check, PlaceKinds.Fault(place) is { } wrong
                ? $"The place cannot be judged: {wrong}."
                : $"The sign marks a place of the kind '{place.Kind}', and this is one of the kind '{kind}': nothing of it was observed.");
        }

        check = check with { Facts = Compare(place, read(place), options.StatedHost) };
        if (Difference(check.Facts) is { } difference)
        {
            return Refuse(check, difference);
        }

        if (options is { StatedHost: not null, HostVerdict: { } ask })
        {
            Verdict host = await ask(place.Host, cancellationToken).ConfigureAwait(false);
            ThrowIfOfAnother(host, place.Host);
            check = check with { HostVerdict = host };
        }

        return JudgeHost(check, place) is { } refused ? Refuse(check, refused)
            : Doubt(check, place) is { } doubt ? Open(check, doubt)
            : check with { Reason = $"All {place.Facts.Count} facts of the place were observed on {place.Host}, and are as signed." };
    }

    /// <summary>
    /// A check of content where the caller asked for a place: the sign says nothing of one, also if all files are as listed.
    /// </summary>
    public static DataCheck Content(DataCheck check) =>
        Refuse(check, "The sign marks data, and says nothing of a place or its host.");

    private static DataCheck Refuse(DataCheck check, string reason) =>
        check with { Outcome = DataOutcome.NotAccepted, Reason = reason };

    private static DataCheck Open(DataCheck check, string reason) => check with { Outcome = DataOutcome.Indeterminate, Reason = reason };

    // Without a host that the caller states, no channel ends at one, so that nothing is observed.
    private static CheckedFact[] Compare(DataPlace place, IReadOnlyCollection<FactReading> readings, DomainName? stated) =>
    [
        .. place.Facts.Select(fact => readings.FirstOrDefault(r => r.Name == fact.Name) switch
        {
            { IsObserved: true, Value: { } value } when stated is not null => new CheckedFact(
                fact.Name, fact.Value, value, value == fact.Value ? FactStanding.Equal : FactStanding.Different, null),
            { Value: { } value } told => new CheckedFact(
                fact.Name, fact.Value, value, FactStanding.Reported, told.Reason ?? "no host is stated that it could be observed on"),
            { } unread => new CheckedFact(fact.Name, fact.Value, null, FactStanding.Unread, unread.Reason),
            null => new CheckedFact(fact.Name, fact.Value, null, FactStanding.Unread, "nothing reads it"),
        })
    ];

    private static string? Difference(IReadOnlyList<CheckedFact> facts)
    {
        CheckedFact[] different = [.. facts.Where(f => f.Standing == FactStanding.Different)];
        return different.Length == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{different.Length} of {facts.Count} facts {(different.Length == 1 ? "is" : "are")} not as signed ({Names(different)}): this "
                + $"is another place than the one that was marked, or a copy of it.");
    }

    // The host's emblem must be of the organization that signs the place: no other one was asked by those who mark the host.
    private static string? JudgeHost(DataCheck check, DataPlace place)
    {
        if (check.HostVerdict is not { } host || host.Outcome == VerdictOutcome.Indeterminate)
        {
            return null;
        }

        if (host.Outcome != VerdictOutcome.Marked)
        {
            string what = host.Outcome == VerdictOutcome.NotMarked ? "has no emblem" : "has no emblem that is accepted";
            return $"The host {place.Host} {what}, so that nothing shows where the place is. {host.Reason}";
        }

        OrganizationIdentifier? issuer = check.Verdict!.Issuer;
        return issuer is null ? "The sign names no organization, so that it is not known whether the host is marked by the same one."
            : host.Sets.Any(s => s.Outcome == VerdictOutcome.Marked && s.Issuer == issuer) ? null
            : $"{issuer} signed the place, and the host {place.Host} is marked by "
                + $"{host.Issuer?.ToString() ?? "a key that names no organization"}: it takes the emblem of the same organization.";
    }

    private static string? Doubt(DataCheck check, DataPlace place)
    {
        if (check.StatedHost is null)
        {
            return $"The sign marks a place on {place.Host}, and you do not state on which host this is. A sign of a place is copied with "
                + "it, so that it says nothing without that.";
        }

        if (check.HostVerdict is not { Outcome: VerdictOutcome.Marked })
        {
            return check.HostVerdict is { } host
                ? $"Whether the host {place.Host} has an emblem that is accepted could not be found out. {host.Reason}"
                : $"Nobody looked whether the host {place.Host} has an emblem.";
        }

        CheckedFact[] open = [.. check.Facts.Where(f => f.Standing != FactStanding.Equal)];
        return open.Length == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{open.Length} of {check.Facts.Count} facts {(open.Length == 1 ? "was" : "were")} not observed: {Names(open)}.");
    }

    private static string Names(IEnumerable<CheckedFact> facts) => string.Join(", ", facts.Select(f => f.Name));

    private static void ThrowIfOfAnother(Verdict verdict, DomainName host)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (verdict.Asset?.Name != host || verdict.Asset.Kind == AssetKind.Data)
        {
            throw new ArgumentException($"The verdict is not one on the host {host}.", nameof(verdict));
        }
    }
}
