using System.Globalization;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The grounds of entitlement that a request to an authority states: the applicant's word, which approvers find out about.
/// </summary>
internal static class StatedGrounds
{
    /// <summary>Those for some purposes, cut to these.</summary>
    public static ValueList<Entitlement> For(ValueList<Entitlement> grounds, Purposes purposes) =>
        [.. grounds.Where(g => (g.Purposes & purposes) != 0).Select(g => g with { Purposes = g.Purposes & purposes })];

    /// <summary>Those of a request file; none if it is not one any more, which other checks say.</summary>
    public static ValueList<Entitlement> Of(byte[] request) =>
        EndorsementRequest.TryRead(request, out UnverifiedEndorsementRequest? read) ? read.Terms.Grounds : [];

    /// <summary>Those of the register.</summary>
    public static ValueList<Entitlement> Of(GivenEndorsement given) => given.Grounds is { } cbor ? EntitlementCodec.Read(cbor) : [];

    /// <summary>One in a line, for the journal and for lists: "protective: GC I 44(3); Decision 12/2026 of 2026-11-01".</summary>
    public static string Line(Entitlement ground) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PurposeNames.Joined(ground.Purposes)}: {ground.Rule}; {ground.Reference} of {ground.DecidedOn:yyyy-MM-dd}");
}
