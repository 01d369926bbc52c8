using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>The purposes that a person ticked.</summary>
internal static class PurposesField
{
    /// <summary>The name of the field.</summary>
    public const string Name = "purposes";

    /// <summary>Reads them.</summary>
    /// <param name="ticked">The names of purposes; those that are none are left out.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public static Purposes Read(IEnumerable<string>? ticked)
    {
        Purposes purposes = (ticked ?? []).Select(t => PurposeNames.TryParse(t, out Purposes one) ? one : Purposes.None)
            .Aggregate(Purposes.None, (all, p) => all | p);
        return purposes != Purposes.None ? purposes : throw new RefusedException(Refusal.Malformed, $"Choose at least one purpose.");
    }
}
