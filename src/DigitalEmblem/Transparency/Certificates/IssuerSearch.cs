namespace DigitalEmblem;

/// <summary>
/// The paths up from a certificate by the names of issuers, without those whose key did not sign (decisions.md, 36). Several certificates
/// may have one name and different keys, and the platform tries only one of them.
/// </summary>
internal sealed class IssuerSearch
{
    // A chain from outside may hold certificates with very many paths between them, so the search ends after this many steps.
    private const int MaxSteps = 200;

    private readonly TbsCertificate[] _chain;
    private readonly IReadOnlyList<TbsCertificate>? _roots;
    private readonly Dictionary<(TbsCertificate Certificate, TbsCertificate Issuer), bool> _signs = [];
    private int _steps;

    private IssuerSearch(TbsCertificate[] chain, IReadOnlyList<TbsCertificate>? roots)
    {
        _chain = chain;
        _roots = roots;
    }

    /// <summary>
    /// Each way as the indices of the chain that it takes, the first certificate left out, and the index of the root; null for
    /// the root if roots are not known one by one.
    /// </summary>
    /// <param name="chain">The certificate in question, and others.</param>
    /// <param name="roots">The roots; null if they are not known one by one.</param>
    public static IEnumerable<(int[] Above, int? Root)> Ways(TbsCertificate[] chain, IReadOnlyList<TbsCertificate>? roots) =>
        new IssuerSearch(chain, roots).From([0]);

    private IEnumerable<(int[] Above, int? Root)> From(int[] way)
    {
        if (++_steps > MaxSteps)
        {
            yield break;
        }

        TbsCertificate top = _chain[way[^1]];
        for (int root = 0; root < (_roots?.Count ?? 0); root++)
        {
            if (Signs(top, _roots![root]))
            {
                yield return (way[1..], root);
            }
        }

        bool further = false;
        for (int above = 1; above < _chain.Length; above++)
        {
            if (!way.Contains(above) && Signs(top, _chain[above]))
            {
                further = true;
                foreach ((int[], int?) longer in From([.. way, above]))
                {
                    yield return longer;
                }
            }
        }

        if (_roots is null && !further && way.Length > 1)
        {
            yield return (way[1..], null);
        }
    }

    private bool Signs(TbsCertificate certificate, TbsCertificate issuer)
    {
        if (!issuer.Subject.Span.SequenceEqual(certificate.Issuer.Span))
        {
            return false;
        }

        if (!_signs.TryGetValue((certificate, issuer), out bool signs))
        {
            // The platform decides about signature algorithms that cannot be checked here.
            _signs[(certificate, issuer)] = signs = certificate.Signature?.IsBy(certificate.Encoded, issuer) ?? true;
        }

        return signs;
    }
}
