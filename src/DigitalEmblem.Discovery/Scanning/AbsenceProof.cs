namespace DigitalEmblem.Discovery;

/// <summary>How it is known that no emblem is published.</summary>
public enum AbsenceProof
{
    /// <summary>An answer said so that is not authenticated: any party on the way could have made it.</summary>
    Unauthenticated = 0,

    /// <summary>Every answer was authenticated by DNSSEC, at a resolver that the caller trusts: the denial is proven.</summary>
    Dnssec,
}
