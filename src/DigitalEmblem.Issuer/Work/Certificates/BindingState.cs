namespace DigitalEmblem.Issuer.Work.Certificates;

/// <summary>How it stands with the certificate of a root key. Names are stable, because the API has them.</summary>
internal enum BindingState
{
    /// <summary>No certificate was asked for.</summary>
    None = 0,

    /// <summary>A certificate was asked for, and none is here yet.</summary>
    Requested,

    /// <summary>A certificate binds the key, and lasts.</summary>
    Bound,

    /// <summary>The certificate that binds it ends soon.</summary>
    EndingSoon,

    /// <summary>The certificate that binds it has ended.</summary>
    Ended,
}
