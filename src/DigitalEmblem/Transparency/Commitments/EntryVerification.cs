using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// Verifies one <c>log</c> entry: what the log delivered, else what is held, else nothing. Every check is listed with its outcome.
/// </summary>
internal sealed class EntryVerification
{
    private readonly CommitmentClaim _claim;
    private readonly CommitmentEntry _entry;
    private readonly TransparencyTrust _trust;
    private readonly CommitmentRules _rules;
    private readonly DateTimeOffset _at;
    private readonly SteadyTime _steady;
    private readonly List<CommitmentCheck> _checks = [];
    private readonly ListedLog? _listed;
    private bool _revoked;

    private EntryVerification(
        CommitmentClaim claim,
        CommitmentEntry entry,
        TransparencyTrust trust,
        ListedLog? listed,
        CommitmentRules rules,
        DateTimeOffset at,
        SteadyTime steady)
    {
        _steady = steady;
        _claim = claim;
        _entry = entry;
        _trust = trust;
        _rules = rules;
        _at = at;
        _listed = listed;
    }

    private TransparencyLog? Log => _listed?.Log;

    public static EntryEvidence Verify(
        CommitmentClaim claim,
        CommitmentEntry entry,
        TransparencyTrust trust,
        CommitmentMaterial material,
        CommitmentRules rules,
        DateTimeOffset at,
        SteadyTime steady)
    {
        var candidates = new List<EntryEvidence>();
        var listed = ListedLog.Find(trust, material, entry);
        EntryVerification New() => new(claim, entry, trust, listed, rules, at, steady);
        if (material.LoggedFor(entry) is { } logged)
        {
            candidates.Add(New().OfLogged(logged));
        }

        candidates.AddRange(material.PromisedFor(entry).Select(p => New().OfPromised(p.Chain, p.Sct, p.Leaf)));
        return candidates.FirstOrDefault(c => c.Outcome == CommitmentOutcome.Proven)
            ?? candidates.FirstOrDefault(c => c.Outcome == CommitmentOutcome.Refuted)
            ?? candidates.FirstOrDefault()
            ?? New().OfNothing(material);
    }

    /// <summary>A chain is held whose certificate has an SCT of this log for this very leaf.</summary>
    private EntryEvidence OfPromised(BindingChain chain, SignedCertificateTimestamp sct, LogLeaf leaf)
    {
        bool logFits = CheckLog(sct.Timestamp, chain.NotAfter);
        bool promised = false;
        if (Log is not null)
        {
            promised = Log.IsPromisedBy(sct, leaf);
            Check(
                CommitmentCheckKind.Promise,
                promised,
                $"the log promised it on {Day(sct.Timestamp)} (SCT)",
                "the SCT's signature is not the log's");
        }

        // An equal leaf hash means the same leaf. An index is only stated by the SCT, so the SCT must have the log's signature, and the log
        // must be one that counts (decisions.md, 20).
        bool identified = _entry.LeafHash is not null || (promised && logFits && Log!.Kind == LogKind.Static);
        Check(
            CommitmentCheckKind.Certificate,
            identified,
            $"the certificate in {Printable.Text(chain.Where)}",
            "an SCT that does not verify says nothing of where the certificate is logged");
        BindingNames names = CheckNames(chain.DnsNames);
        bool led = Binds(names) && CheckPath(chain.Certificates, sct.Timestamp, leaf.IssuerKeyHash);
        return Conclude(identified, Binds(names), logFits && promised && led && CheckAge(sct.Timestamp), LogAssurance.Promised) with
        {
            Names = identified ? names : null,
            LoggedAt = sct.Timestamp,
            CertificateExpires = chain.NotAfter,
        };
    }

    /// <summary>The log delivered a leaf, with a proof that it stands in its tree.</summary>
    private EntryEvidence OfLogged(LoggedEntry logged)
    {
        LogLeaf leaf = logged.Leaf;
        TbsCertificate? tbs = null;
        IReadOnlyList<string> dnsNames = [];
        string? unreadable = null;
        try
        {
            tbs = leaf.IsPrecertificate ? TbsCertificate.Read(leaf.Content) : TbsCertificate.OfCertificate(leaf.Content);
            dnsNames = tbs.DnsNames();
        }
        catch (TokenFormatException e)
        {
            unreadable = e.Message;
        }

        bool logFits = CheckLog(leaf.Timestamp, tbs?.NotAfter);
        bool signed = Log?.Signed(logged.Head) ?? false;
        bool included = MerkleTree.VerifyInclusion(leaf.Hash, logged.Index, logged.Head.TreeSize, [.. logged.Proof], logged.Head.RootHash);
        Check(
            CommitmentCheckKind.TreeHead,
            signed,
            $"the log signed its tree of {logged.Head.TreeSize} leaves on {Day(logged.Head.Timestamp)}",
            "the tree head is not signed by the log");
        Check(
            CommitmentCheckKind.Inclusion,
            included,
            $"the leaf {logged.Index} stands in that tree",
            "the proof does not show that the leaf stands in that tree");

        bool asked = _entry.LeafHash is { } hash
            ? leaf.Hash == hash
            : logged.Index == _entry.LeafIndex && leaf.LeafIndex == _entry.LeafIndex;
        bool identified = signed && included && asked && Log is not null && (_entry.LeafHash is not null || logFits);
        if (tbs is null || unreadable is not null)
        {
            Add(CommitmentCheckKind.Certificate, CheckOutcome.Failed, $"what the log holds there cannot be read: {unreadable}");
            return Conclude(identified: false, bound: false, proven: false, LogAssurance.None);
        }

        Check(
            CommitmentCheckKind.Certificate,
            identified,
            "the certificate that the log holds there",
            asked ? "it is not shown that the log holds this" : "the log delivered another leaf");
        BindingNames names = CheckNames(dnsNames);
        bool led = identified && Binds(names) && CheckSubmission(logged) && CheckPath(logged.Chain, leaf.Timestamp, leaf.IssuerKeyHash);
        return Conclude(identified, Binds(names), logFits && led && CheckAge(leaf.Timestamp), LogAssurance.Included) with
        {
            Names = identified ? names : null,
            LoggedAt = identified ? leaf.Timestamp : null,
            CertificateExpires = identified ? tbs.NotAfter : null,
        };
    }

    private EntryEvidence OfNothing(CommitmentMaterial material)
    {
        CheckLog(logged: null, notAfter: null);
        string reason = material.WhyUnanswered(_entry) is { } silence ? $"the log was asked, and {silence}"
            : material.Naming(BindingNames.KeyNameOf(_claim.Organization, _claim.Key.CoseIdentifier)) is { } held ? Held(held)
            : material.Naming(BindingNames.KeyNameOf(_claim.Organization, _claim.Key.JwkIdentifier)) is { } heldToo ? Held(heldToo)
            : "no certificate chain for it is held, and the log was not asked";
        Add(CommitmentCheckKind.Certificate, CheckOutcome.NotMade, reason);
        return Conclude(identified: false, bound: false, proven: false, LogAssurance.None);
    }

    private static string Held(BindingChain chain)
    {
        string where = Printable.Text(chain.Where);
        return chain switch
        {
            { Scts.Count: 0 } => $"the certificate in {where} has no SCT inside, so only the log can show that it was logged",
            { Promised.Count: 0 } => $"the certificate in {where} stands there without its issuer's, so its leaf cannot be computed",
            _ => $"the certificate in {where} names the key, and is not the one that this entry points to; it may have been renewed",
        };
    }

    private bool CheckLog(DateTimeOffset? logged, DateTimeOffset? notAfter)
    {
        if (_trust.Logs is { } aging && _rules.MaximumLogListAge is { } oldest)
        {
            _steady.TurnsAfter(aging.Timestamp, oldest);
            _steady.TurnsEachDayFrom(aging.Timestamp);
        }

        (bool fits, string detail) = (_trust.Logs, Log) switch
        {
            (null, _) => (false, "there is no log list"),
            ({ } list, _) when list.AgeAt(_at) > _rules.MaximumLogListAge =>
                (false, $"the log list is {Days(list.AgeAt(_at))} days old, and the rules accept {Days(_rules.MaximumLogListAge!.Value)}"),
            ({ } list, null) when list.WhyLeftOut(_entry.LogId) is { } why =>
                (false, $"the log {_entry.LogId.ToBase64()} was left out of the log list: {why}"),
            (_, null) => (false, $"the log {_entry.LogId.ToBase64()} is not in the log list"),
            (_, { Kind: LogKind.Static }) when _entry.LeafIndex is null =>
                (false, $"{Log} is a static log, and the entry gives a leaf hash and no index"),
            (_, { Kind: LogKind.Rfc6962 }) when _entry.LeafHash is null =>
                (false, $"{Log} is an RFC 6962 log, and the entry gives an index and no leaf hash"),
            _ when logged is { } time && !_listed!.CountsFor(time) =>
                (false, $"{Log} does not count: its state is {_listed.StateFor(time)}"),
            _ when notAfter is { } expires && Log.Expiries is { } range && !range.Contains(expires) =>
                (false, $"{Log} takes certificates that expire from {range}, and this one expires on {Day(expires)}: it is not that log's"),
            _ => (true, $"{Log}, {_listed!.StateFor(logged)}"),
        };
        Add(CommitmentCheckKind.Log, fits ? CheckOutcome.Held : _trust.Logs is null ? CheckOutcome.NotMade : CheckOutcome.Failed, detail);
        return fits;
    }

    private BindingNames CheckNames(IReadOnlyList<string> dnsNames)
    {
        BindingNames names = BindingNames.Among(dnsNames, _claim.Organization, _claim.Key);
        string configuration = BindingNames.ConfigurationNameOf(_claim.Organization);
        Check(
            CommitmentCheckKind.KeyName,
            names.KeyName,
            "it names the key",
            $"the certificate does not name {BindingNames.KeyNameOf(_claim.Organization, _claim.Key.CoseIdentifier)} (nor the "
                + "key's JWK identifier there)");
        Check(
            CommitmentCheckKind.OrganizationName,
            names.ConfigurationName || (names.DomainName && !_rules.StrictNames),
            names.ConfigurationName
                ? $"it names {configuration}"
                : $"it names {_claim.Organization.Domain}; {configuration}, which the strict rule asks for, is missing",
            _rules.StrictNames
                ? $"the certificate does not name {configuration}, which the strict rule asks for"
                : $"the certificate names neither {configuration} nor {_claim.Organization.Domain}");
        return names;
    }

    private bool Binds(BindingNames names) => names.Bind(_rules.StrictNames);

    /// <summary>
    /// Whether what was submitted is what the leaf says: the certificate itself, or the precertificate whose TBSCertificate stands there.
    /// </summary>
    private bool CheckSubmission(LoggedEntry logged)
    {
        LogLeaf leaf = logged.Leaf;
        bool same;
        try
        {
            if (!leaf.IsPrecertificate)
            {
                same = logged.Chain is [var first, ..] && first.Span.SequenceEqual(leaf.Content);
            }
            else
            {
                TbsCertificate[] parsed = [.. logged.Chain.Take(2).Select(TbsCertificate.OfCertificate)];
                TbsCertificate? signing = parsed is [_, { SignsPrecertificates: true } above] ? above : null;
                same = parsed is [{ IsPrecertificate: true } precertificate, ..]
                    && precertificate.OfPrecertificate(signing).AsSpan().SequenceEqual(leaf.Content);
            }
        }
        catch (TokenFormatException)
        {
            same = false;
        }

        if (!same)
        {
            Add(CommitmentCheckKind.Chain, CheckOutcome.NotMade, "the log delivered no chain that belongs to the leaf");
        }

        return same;
    }

    private bool CheckPath(IReadOnlyList<ReadOnlyMemory<byte>> chain, DateTimeOffset at, Sha256Digest? issuerKeyHash)
    {
        CertificatePath path = _trust.Roots.FindPath(chain, at);
        if (!path.Holds)
        {
            Add(CommitmentCheckKind.Chain, CheckOutcome.Failed, path.Fault);
            return false;
        }

        if (issuerKeyHash is { } hash && !path.Certificates.Skip(1).Take(2).Any(c => Sha256Digest.Of(c.SubjectPublicKeyInfo.Span) == hash))
        {
            Add(CommitmentCheckKind.Chain, CheckOutcome.Failed, "the certificate's issuer is not the one that the leaf names");
            return false;
        }

        Add(CommitmentCheckKind.Chain, CheckOutcome.Held, $"it leads to {_trust.Roots.Description}, valid on {Day(at)}");
        return CheckRevocation(path.Certificates);
    }

    private bool CheckRevocation(IReadOnlyList<TbsCertificate> path)
    {
        // The newest list that states a status wins, because certificateHold can be lifted.
        RevocationStatus[] each = [.. path.Zip(path.Skip(1), (certificate, issuer) => _trust.RevocationLists
            .Select(list => (list.ThisUpdate, Status: list.StatusOf(certificate, issuer, _at, _steady)))
            .Where(l => l.Status != RevocationStatus.Unknown).Order().LastOrDefault().Status)];
        if (each.Length > 0 && each[0] == RevocationStatus.Revoked)
        {
            _revoked = true;
            Add(CommitmentCheckKind.Revocation, CheckOutcome.Failed, "the certificate was revoked");
            return false;
        }

        // Another path to a root may avoid a revoked certificate above the binding certificate, so this is open and not refuted.
        if (each.Contains(RevocationStatus.Revoked) || each.Contains(RevocationStatus.OnHold))
        {
            Add(
                CommitmentCheckKind.Revocation,
                CheckOutcome.Failed,
                each[0] == RevocationStatus.OnHold ? "the certificate is on hold" : "a certificate above it was revoked, or is on hold");
            return false;
        }

        bool leafClear = each.Length > 0 && each[0] == RevocationStatus.NotRevoked;
        Add(
            CommitmentCheckKind.Revocation,
            leafClear ? CheckOutcome.Held : CheckOutcome.NotMade,
            leafClear ? "a current list of its issuer does not name it" : "no current revocation list of its issuer was given");
        return leafClear || !_rules.RevocationChecked;
    }

    private bool CheckAge(DateTimeOffset logged)
    {
        _steady.TurnsAt(logged, -_rules.ClockSkew);
        // RFC 6962, 5.2: a timestamp in the future is not accepted.
        if (logged - _at > _rules.ClockSkew)
        {
            Add(CommitmentCheckKind.Age, CheckOutcome.Failed, $"it was logged on {Moment(logged)}, which is after the time of judgement");
            return false;
        }

        if (_rules.MaximumTimeSinceLogging is not { } longest)
        {
            return true;
        }

        _steady.TurnsAfter(logged, longest);
        bool recent = _at - logged <= longest;
        Check(
            CommitmentCheckKind.Age,
            recent,
            $"logged on {Day(logged)}",
            $"logged on {Day(logged)}, which is longer ago than the {Days(longest)} days that the rules accept");
        return recent;
    }

    private EntryEvidence Conclude(bool identified, bool bound, bool proven, LogAssurance assurance)
    {
        // A revoked certificate binds nothing any more.
        CommitmentOutcome outcome = identified && (!bound || _revoked) ? CommitmentOutcome.Refuted
            : identified && proven ? CommitmentOutcome.Proven
            : CommitmentOutcome.Unavailable;
        IEnumerable<CommitmentCheck> amiss = outcome switch
        {
            CommitmentOutcome.Proven => _checks.Where(c => c.Kind is CommitmentCheckKind.Promise or CommitmentCheckKind.Inclusion),
            CommitmentOutcome.Refuted => _checks.Where(c => c.Outcome == CheckOutcome.Failed
                && c.Kind is (CommitmentCheckKind.KeyName or CommitmentCheckKind.OrganizationName or CommitmentCheckKind.Revocation)),
            _ => _checks.Where(
                c => c.Outcome != CheckOutcome.Held && (c.Kind != CommitmentCheckKind.Revocation || _rules.RevocationChecked)),
        };
        return new EntryEvidence(
            _entry,
            outcome,
            outcome == CommitmentOutcome.Unavailable ? LogAssurance.None : assurance,
            string.Join("; ", amiss.Select(c => c.Detail)),
            ValueList.From(_checks))
        {
            LogName = Log?.ToString(),
        };
    }

    private void Check(CommitmentCheckKind kind, bool holds, string held, string failed) =>
        Add(kind, holds ? CheckOutcome.Held : CheckOutcome.Failed, holds ? held : failed);

    private void Add(CommitmentCheckKind kind, CheckOutcome outcome, string detail) =>
        _checks.Add(new CommitmentCheck(kind, outcome, detail));

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Days(TimeSpan span) => Math.Floor(span.TotalDays).ToString(CultureInfo.InvariantCulture);
}
