using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What must hold before an emblem is signed, and how long it lasts: the same for names and data.</summary>
internal static class EmblemTerms
{
    /// <summary>Looks at purposes, declaration and times.</summary>
    /// <param name="marked">The name or the data.</param>
    /// <param name="chain">What stands above the emblem.</param>
    /// <param name="options">How long emblems last where nothing else is said.</param>
    /// <param name="now">Now.</param>
    /// <param name="validity">
    /// When the emblem is valid: no longer than the declaration and each endorsement of our own. Null at a fault.
    /// </param>
    /// <returns>Why no emblem can be signed now, for a person; null if it can.</returns>
    public static Sentence? Of(Markable marked, EmblemChain chain, IssuingOptions options, DateTimeOffset now, out Validity? validity)
    {
        validity = null;
        bool isName = marked is Asset;
        if ((marked.Purposes & chain.Purposes) != marked.Purposes)
        {
            return isName
                ? Sentence.Of(
                    $"The emblem key is endorsed for {chain.Purposes}, and the asset is for {marked.Purposes}: have the root key endorse "
                        + $"it for more, or change the asset.")
                : Sentence.Of(
                    $"The emblem key is endorsed for {chain.Purposes}, and the data are for {marked.Purposes}: have the root key endorse "
                        + $"it for more, or prepare the data again, and ask for less.");
        }

        if (marked.DeclaredUntil is not { } declared || declared <= now)
        {
            return isName
                ? Sentence.Of(
                    $"The declaration that the asset serves protected purposes only has run out: an officer looks again, and declares it "
                        + $"anew.")
                : Sentence.Of($"The declaration about the data has run out: an officer looks again, and declares them anew.");
        }

        var wanted = Validity.IssuedAt(now, marked.Lifetime ?? options.EmblemLifetime);
        DateTimeOffset until = new[] { wanted.Expires, chain.Until, declared }.Min();
        if (until - now < TimeSpan.FromMinutes(1))
        {
            return Sentence.Of($"The endorsement of the emblem key is about to expire: have the root key renew it.");
        }

        validity = Validity.From(wanted.NotBefore, until - wanted.NotBefore);
        return null;
    }
}
