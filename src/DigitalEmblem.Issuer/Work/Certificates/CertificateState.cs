namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>How it stands with a certificate that binds a root key. Names are stable, because the API has them.</summary>
internal enum CertificateState
{
    /// <summary>It is the newest one, and lasts longer than <see cref="CertificateEnd.UsualDays"/> days.</summary>
    InUse = 0,

    /// <summary>It is the newest one, and ends sooner than that.</summary>
    EndingSoon,

    /// <summary>It is the newest one, and has ended. The commitment outlives it, but a validator may bound its age.</summary>
    Ended,

    /// <summary>A newer one took its place.</summary>
    Replaced,
}
