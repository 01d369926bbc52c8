using DigitalEmblem.Data.Places;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// Judges a location sign whose facts the caller has read, so that others can write other kinds of place (data-emblem, outcomes). A folder
/// is checked by <see cref="DataChecker"/>, which reads its facts itself. Neither judges anything of the data that lie at the place.
/// </summary>
/// <example>
/// A kind of place of one's own: what is read at the place, and by which channel, is the caller's; whether that is enough is judged here.
/// <code>
/// var place = new DataPlace(host, "x-vault", [new PlaceFact("serial-number", serial)]);
/// PlaceMarked marked = new PlaceMarker(signer).Sign(place, TimeSpan.FromDays(30));   // keep marked.SignFile at the place
///
/// FactReading reading = overVerifiedTls
///     ? FactReading.Observed("serial-number", read)
///     : FactReading.Reported("serial-number", read, "the connection does not show where it ends");
/// DataCheck check = await PlaceChecker.CheckAsync(signFile, "x-vault", [reading], new DataCheckOptions
/// {
///     Evidence = evidence, At = now,
///     StatedHost = host,                                                               // known to the caller, not read from the sign
///     HostVerdict = emblemChecker.CheckAsync,                                          // of DigitalEmblem.Discovery
/// });
/// </code>
/// </example>
public static class PlaceChecker
{
    /// <summary>Judges a sign.</summary>
    /// <param name="signFile">The sign and its manifest in one (<see cref="SignFile"/>).</param>
    /// <param name="kind">The kind of place that the caller has read the facts of.</param>
    /// <param name="readings">
    /// What was read, in any order, without a look at the sign. A fact of the sign that is not among them was not read.
    /// </param>
    /// <param name="options">
    /// What is asked for. <see cref="DataCheckOptions.StatedHost"/> is the caller's own knowledge, and readings are observed only if they
    /// came from there.
    /// </param>
    /// <param name="where">Where the sign was found, for the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The end; faults of the sign, the manifest and the place are outcomes and no exceptions.</returns>
    /// <exception cref="ArgumentException">The caller's verdict on the host is one on another name.</exception>
    public static async Task<DataCheck> CheckAsync(
        ReadOnlyMemory<byte> signFile,
        string kind,
        IReadOnlyCollection<FactReading> readings,
        DataCheckOptions options,
        string? where = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(readings);
        ArgumentNullException.ThrowIfNull(options);
        SignFile file;
        try
        {
            file = SignFile.Open(new MemoryStream(signFile.ToArray(), writable: false));
        }
        catch (DataFormatException e)
        {
            return new DataCheck { Outcome = DataOutcome.Invalid, Reason = $"The sign is malformed. {e.Message}.", SignPath = where };
        }

        Verdict verdict = file.Sign.Verify(options.Policy, options.Evidence, options.At, options.Verifier);
        var judged = new DataCheck
        {
            Outcome = DataOutcome.Invalid,
            Reason = verdict.Reason,
            SignPath = where,
            Verdict = verdict,
            Root = file.Sign.Root,
        };
        ManifestTerms? terms = null;
        string? fault = null;
        try
        {
            terms = file.OpenManifest().Head.Terms;
        }
        catch (DataFormatException e)
        {
            fault = $"The manifest is not the one that the sign names. {e.Message}.";
        }

        return await PlaceJudge.JudgeAsync(judged, terms, fault, kind, _ => readings, options, cancellationToken).ConfigureAwait(false);
    }
}
