using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Every target, by name.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. TokenTargets.All, .. KeyTargets.All, .. TextTargets.All, .. DnsTargets.All, .. CertificateTargets.All,
        .. LogTargets.All, .. ExchangeTargets.All, .. StoreTargets.All, .. VerifierTargets.All, .. CommandTargets.All,
        .. DataTargets.All,
    ];

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(t => t.Name == name);
}
