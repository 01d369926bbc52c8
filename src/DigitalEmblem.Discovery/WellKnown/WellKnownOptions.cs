using System.Security.Cryptography.X509Certificates;

namespace DigitalEmblem.Discovery;

/// <summary>How <see cref="WellKnownEmblemSource"/> connects.</summary>
public sealed record WellKnownOptions
{
    /// <summary>How long a request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The port; 443 unless it is a test.</summary>
    public int Port { get; init; } = 443;

    /// <summary>Whether addresses of private networks and of this machine may be connected to.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>The roots that certificates must lead to, in place of the system's; null for the system's.</summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>Limits on what is read.</summary>
    public TokenLimits Limits { get; init; } = TokenLimits.Default;
}
