namespace DigitalEmblem;

/// <summary>
/// What an issuer asks of an authority: that it endorse the issuer's root key. It proves nothing until it is signed by that key and
/// verified (<see cref="EndorsementRequest"/>).
/// </summary>
/// <remarks>
/// That the key may endorse keys in turn (<c>end</c>) is always asked for, and so is no member here: an authority's endorsement stands
/// above the issuer's own, and without <c>end</c> no validator counts it (validation, step 7).
/// </remarks>
internal sealed record EndorsementTerms
{
    /// <summary>The length of <see cref="Nonce"/> in bytes.</summary>
    public const int NonceLength = 16;

    /// <summary>The most characters of <see cref="Contact"/>.</summary>
    public const int MaxContactLength = 200;

    /// <summary>The organization that asks.</summary>
    public required OrganizationIdentifier Issuer { get; init; }

    /// <summary>The authority that is asked. No other authority may grant the request, even if it receives the request.</summary>
    public required OrganizationIdentifier Authority { get; init; }

    /// <summary>The issuer's root key, which the endorsement shall name and which signs the request.</summary>
    public required VerificationKey Key { get; init; }

    /// <summary>Where the issuer's commitment to the key is logged; at least one entry.</summary>
    public required ValueList<CommitmentEntry> Log { get; init; }

    /// <summary>
    /// The binding certificate with those above it, so that the commitment can be checked where no log can be asked;
    /// null if it is to be had otherwise.
    /// </summary>
    public BindingChain? Chain { get; init; }

    /// <summary>The purposes that emblems under the endorsement may have; at least one.</summary>
    public required Purposes Purposes { get; init; }

    /// <summary>
    /// Whether the endorsement is asked for in the JWS profile as well as in the CWT profile. A key has an identifier in each, so that an
    /// endorsement in one says nothing in the other.
    /// </summary>
    public bool AlsoInJws { get; init; }

    /// <summary>The longest validity that is asked for. Written as whole seconds, never longer than given.</summary>
    public required Validity Validity { get; init; }

    /// <summary>When the request was made. Written as a whole second.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Random bytes, <see cref="NonceLength"/> of them, that tell this request from every other.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>
    /// Where people answer questions about the request: one line, fit for a terminal, <see cref="MaxContactLength"/> characters at most;
    /// null if none is given. The address of a function is enough, and no person need be named.
    /// </summary>
    public string? Contact { get; init; }

    /// <summary>
    /// The grounds on which the issuer says that it may show the sign, by purpose; empty if it states none. They are the issuer's word, and
    /// what the authority finds out about it. Nothing of them goes into a token.
    /// </summary>
    public ValueList<Entitlement> Grounds { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(EndorsementTerms? other) =>
        other is not null
        && Issuer == other.Issuer && Authority == other.Authority && Key.Equals(other.Key) && Log.Equals(other.Log)
        && Purposes == other.Purposes && AlsoInJws == other.AlsoInJws && Validity == other.Validity
        && MadeAt == other.MadeAt && Contact == other.Contact && Grounds.Equals(other.Grounds)
        && Nonce.Span.SequenceEqual(other.Nonce.Span) && SameCertificates(Chain, other.Chain);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Issuer, Authority, Key, Purposes, Validity, MadeAt);

    /// <summary>Why no authority could ever grant this; null if one could.</summary>
    internal string? Fault()
    {
        (long notBefore, long expires) = Validity.ToNumericDates();
        return this switch
        {
            _ when Issuer == Authority => "an organization endorses its own keys without a request: issuer and authority must be different",
            _ when Purposes is <= Purposes.None or > Purposes.All => "a request states the purposes it asks for",
            _ when AlsoInJws && ClaimNames.InJws(Purposes) == Purposes.None =>
                "the JWS profile knows the purposes protective and indicative only, and the request asks for neither",
            _ when expires <= notBefore => "the endorsement would never be valid: it would expire before, or when, its validity starts",
            { Log.Count: 0 } => "a request says where the issuer's commitment to its root key is logged (log): "
                + "without it no authority can check the commitment",
            _ when Log.Count > TokenLimits.Default.MaxLogEntries =>
                $"{Log.Count} log entries, where {TokenLimits.Default.MaxLogEntries} are the limit",
            { Nonce.Length: not NonceLength } => $"a nonce has {NonceLength} bytes, and this has {Nonce.Length}",
            { Contact: { } contact } when contact.Length is 0 or > MaxContactLength
                || contact.Trim() != contact
                || Printable.Text(contact) != contact =>
                $"a contact is one line of 1 to {MaxContactLength} printable characters, without spaces at its ends",
            _ => EntitlementCodec.Fault(Grounds, Purposes),
        };
    }

    private static bool SameCertificates(BindingChain? a, BindingChain? b) =>
        a is null || b is null ? a == b : a.Certificates.Count == b.Certificates.Count
            && a.Certificates.Zip(b.Certificates).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span));
}
