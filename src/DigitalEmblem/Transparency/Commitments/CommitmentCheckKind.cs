namespace DigitalEmblem;

/// <summary>What is checked of a <c>log</c> entry. The names are stable.</summary>
public enum CommitmentCheckKind
{
    /// <summary>That the log is in the log list, of the kind that the entry is for, and counts.</summary>
    Log = 1,

    /// <summary>That it is known which certificate the entry points to.</summary>
    Certificate,

    /// <summary>That the log promised to include it: the signature of the SCT.</summary>
    Promise,

    /// <summary>That the log signed a tree head.</summary>
    TreeHead,

    /// <summary>That the leaf stands in the tree under that head.</summary>
    Inclusion,

    /// <summary>That the certificate names the key: <c>KID.adem-configuration.D</c>.</summary>
    KeyName,

    /// <summary>That the certificate names the organization: <c>adem-configuration.D</c>, or by the default rule <c>D</c>.</summary>
    OrganizationName,

    /// <summary>That the certificate leads to a root, all valid when it was logged.</summary>
    Chain,

    /// <summary>That no certificate on that way is revoked.</summary>
    Revocation,

    /// <summary>That it was logged before the time of judgement, and recently enough for the rules.</summary>
    Age,
}
