using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem;

/// <summary>What came of looking for a way from a certificate to a root.</summary>
/// <param name="Faults">What the platform finds wrong with it; none if it holds.</param>
/// <param name="Certificates">The certificates on the way, the one in question first.</param>
/// <param name="Weakness">What on it is too weak to prove anything; null if nothing is.</param>
internal sealed record CertificatePath(X509ChainStatusFlags Faults, IReadOnlyList<TbsCertificate> Certificates, string? Weakness = null)
{
    /// <summary>The root that it leads to, in DER; empty if it leads to none.</summary>
    public ReadOnlyMemory<byte> Root { get; init; }

    public bool Holds => Faults == X509ChainStatusFlags.NoError && Weakness is null && Certificates.Count > 0;

    /// <summary>What is wrong, in words.</summary>
    public string Fault => Faults switch
    {
        _ when Weakness is not null => Weakness,
        _ when Faults.HasFlag(X509ChainStatusFlags.NotSignatureValid) => "a signature in the chain does not verify",
        _ when Faults.HasFlag(X509ChainStatusFlags.UntrustedRoot) => "the certificate leads to a root that is not trusted here",
        _ when Faults.HasFlag(X509ChainStatusFlags.PartialChain) =>
            "the certificate leads to no root: one between is missing, or the root is not trusted here",
        _ when Faults.HasFlag(X509ChainStatusFlags.NotTimeValid) => "a certificate of the chain was not valid at that time",
        _ => $"the chain breaks a rule ({Faults})",
    };
}
