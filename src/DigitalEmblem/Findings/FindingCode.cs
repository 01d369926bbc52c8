namespace DigitalEmblem;

/// <summary>
/// What a <see cref="Finding"/> is about. The names are stable: scripts and other implementations may rely on them. New ones may be added.
/// </summary>
public enum FindingCode
{
    /// <summary>An item is no token or key, or breaks a rule of its format; it was discarded.</summary>
    Malformed = 1,

    /// <summary>An item is of a version, an algorithm or a kind that is not supported; it was discarded.</summary>
    Unsupported,

    /// <summary>A limit of <see cref="TokenLimits"/> was exceeded: the input was not judged.</summary>
    LimitExceeded,

    /// <summary>A header parameter that is not understood was ignored.</summary>
    UnknownHeader,

    /// <summary>
    /// A header parameter that points to keys elsewhere (<c>jku</c>, <c>x5u</c>, <c>x5c</c>) was ignored, and nothing was fetched.
    /// </summary>
    KeyReferenceIgnored,

    /// <summary>A claim that is not understood was ignored.</summary>
    UnknownClaim,

    /// <summary>A claim that does not belong to tokens of this kind was ignored.</summary>
    ClaimNotOfKind,

    /// <summary>The commitment stands in the protected header, as an older text had it.</summary>
    LogInHeader,

    /// <summary>The assets stand in the claim <c>bearers</c>, as an older text had it.</summary>
    AssetsInBearers,

    /// <summary>A text among the assets is no asset identifier of the profile: it matches nothing.</summary>
    AssetNotRecognized,

    /// <summary>The same token or key stands more than once; it counts once.</summary>
    Duplicate,

    /// <summary>No key with the token's key identifier is at hand.</summary>
    KeyUnknown,

    /// <summary>The token's algorithm is not that of its key.</summary>
    AlgorithmMismatch,

    /// <summary>The signature is not that of the key: the token was altered, cut or signed by another key.</summary>
    SignatureInvalid,

    /// <summary>The token is not valid yet.</summary>
    NotYetValid,

    /// <summary>The token has expired.</summary>
    Expired,

    /// <summary>The token says it was issued in the future.</summary>
    IssuedInFuture,

    /// <summary>No token of the set is an acceptable emblem.</summary>
    NoEmblem,

    /// <summary>More than one emblem is acceptable, where exactly one must be.</summary>
    SeveralEmblems,

    /// <summary>A token or key is endorsed by more than one endorsement of the issuer, where the chain must be linear.</summary>
    ChainBranches,

    /// <summary>The endorsements of the issuer go round in a circle.</summary>
    ChainCycle,

    /// <summary>The endorsements of the issuer do not form one chain down to the emblem.</summary>
    ChainBroken,

    /// <summary>An endorsement stands above another one, but does not permit to endorse (<c>end</c>).</summary>
    MayNotEndorse,

    /// <summary>The emblem violates a constraint of an endorsement above it.</summary>
    ConstraintViolated,

    /// <summary>The emblem names an organization, but no endorsement of that organization stands above it.</summary>
    NotEndorsedByIssuer,

    /// <summary>An endorsement that must say where its key is committed to carries no <c>log</c>.</summary>
    CommitmentMissing,

    /// <summary>A key is not the one its organization committed to.</summary>
    CommitmentRefuted,

    /// <summary>Whether a key is the one its organization committed to could not be found out.</summary>
    CommitmentUnavailable,

    /// <summary>An endorsement names no issuer, although the emblem does: it is not used.</summary>
    EndorserUnnamed,

    /// <summary>An endorsement of another organization is not for the key at the top of the issuer's chain.</summary>
    EndorsesOther,

    /// <summary>
    /// An asset lies outside the domain of the issuer, and no endorser whom the caller named limits what the issuer may mark.
    /// </summary>
    AssetOutsideIssuerDomain,

    /// <summary>The policy asks for a higher level.</summary>
    LevelTooLow,

    /// <summary>None of the keys and authorities that the policy trusts carries the result.</summary>
    NotTrusted,

    /// <summary>The endorser is not one the caller named.</summary>
    EndorserNotNamed,

    /// <summary>The policy asks for more endorsing authorities.</summary>
    TooFewEndorsers,

    /// <summary>The emblem is for other assets than the one asked about.</summary>
    AssetNotMarked,

    /// <summary>The emblem does not state a purpose that the policy asks for.</summary>
    PurposeMissing,

    /// <summary>The emblem is valid for longer than the policy accepts.</summary>
    LifetimeTooLong,

    /// <summary>An asset lies outside the scope that the policy accepts.</summary>
    AssetOutsideScope,

    /// <summary>What another set of tokens at the same place showed.</summary>
    OtherSet,

    /// <summary>A source that may have an emblem could not be asked.</summary>
    SourceUnavailable,

    /// <summary>The policy asks for proof that nothing is published, and there is no proof.</summary>
    AbsenceNotAuthenticated,

    /// <summary>
    /// The certificate that binds a root key names the organization's domain, as the prototypes issue it, and not its configuration name.
    /// </summary>
    PrototypeNames,

    /// <summary>The certificate that binds a root key has expired since it was logged.</summary>
    BindingCertificateExpired,

    /// <summary>Whether the certificate that binds a root key was revoked was not checked.</summary>
    RevocationNotChecked,

    /// <summary>The log list is old.</summary>
    LogListOld,

    /// <summary>A line of a scan is no domain name, so nothing was looked up for it.</summary>
    NotAName,

    /// <summary>An organization is named by a domain under which a registry registers names of others, such as <c>co.uk</c>.</summary>
    OrganizationIsPublicSuffix,

    /// <summary>An endorsement has a <c>log</c> without entries.</summary>
    EmptyLog,

    /// <summary>A log of the log list could not be read, and was left out.</summary>
    LogUnreadable,

    /// <summary>Sets of several issuers are marked at the same place.</summary>
    IssuersDisagree,

    /// <summary>
    /// What was shown is wrong at the instant of judgement and would not be a little later: the clock may be slow, or
    /// the token was made in the future.
    /// </summary>
    ClockMayBeSlow,

    /// <summary>This platform cannot verify signatures of the token's algorithm: whether it is signed is not known.</summary>
    AlgorithmUnavailable,

    /// <summary>Something in the input is of no form that is read, so that it may be an emblem in another one.</summary>
    InputNotRecognized,

    /// <summary>An answer in the input failed, was cut, or is to another question: it does not show what is published.</summary>
    AnswerUnusable,

    /// <summary>Something in the input does not say that it is all that is published.</summary>
    AbsenceNotStated,

    /// <summary>An answer or a bundle in the input was read whole, and says what is published.</summary>
    AnswerRead,

    /// <summary>The emblem names only addresses: whether the name at which it stands has one of them was not looked up.</summary>
    AddressesOnly,

    /// <summary>An unexpected exception: a fault of this program, from which nothing is concluded.</summary>
    ProgramFault,

    /// <summary>Something that this machine keeps, such as the store of commitments, could not be read or written.</summary>
    StoreUnavailable,
}
