namespace DigitalEmblem.Issuer.Custody;

/// <summary>Where a private key lives.</summary>
internal enum KeyCustody
{
    /// <summary>In a file of this machine, encrypted; in this process's memory while it is used.</summary>
    File,

    /// <summary>In a hardware token (PKCS#11), which signs and never gives it out.</summary>
    Pkcs11,

    /// <summary>On another machine: signing requests are carried there and the answers back.</summary>
    Offline,
}
