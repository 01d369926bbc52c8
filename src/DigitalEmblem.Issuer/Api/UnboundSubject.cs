namespace DigitalEmblem.Issuer.Api;

/// <summary>What becomes of a token whose subject is bound to no person.</summary>
internal enum UnboundSubject
{
    /// <summary>It is refused, until an administrator binds the subject.</summary>
    Refuse = 0,

    /// <summary>A person is made whose handle is the subject, if that can be a handle and is free.</summary>
    Make,
}
