using System.Globalization;

namespace DigitalEmblem.Verifier;

/// <summary>Steps 0 to 2: which tokens of the set are signed by a known key, and in time. The others are discarded, and never make a good one fail.</summary>
internal static class Authentication
{
    public static void Run(VerifiedSet set, UnverifiedSet input, VerifierOptions options, DateTimeOffset at, SignatureChecks signatures)
    {
        // Nothing is there: what most names of a sweep show.
        if (input.Items.Count == 0)
        {
            return;
        }

        // Step 0: sort items into keys and tokens; what cannot be decoded becomes a finding.
        var tokens = new List<JudgedToken>();
        foreach (InputItem item in input.Items)
        {
            if (item.Fault is null && item.Token is null)
            {
                continue;
            }

            if (item.IsKeyItem)
            {
                set.Add(Finding.Warning(CodeOf(item.Fault!), $"{Printable.Text(item.Where)}: a key that cannot be used: {item.Fault!.Message}.", Clauses.Step0, item.Number));
                continue;
            }

            var token = new JudgedToken(item);
            tokens.Add(token);
            if (item.Fault is { } fault)
            {
                token.Discard(CodeOf(fault), $"{Printable.Text(item.Where)}: {fault.Message}.", Clauses.Step2);
            }
        }

        set.Tokens = tokens;
        set.EmblemShown = tokens.Any(t => t.Kind != TokenKind.Endorsement);

        // Step 1: identifiers are computed from the keys themselves; those that a sender asserts are never believed.
        var keys = new Dictionary<KeyIdentifier, VerificationKey>();
        foreach (VerificationKey key in options.TrustedKeys.Concat(options.Keys).Concat(input.Items.Select(i => i.Key).OfType<VerificationKey>()))
        {
            keys.TryAdd(key.IdentifierIn(set.Profile), key);
        }

        // A key in a token's own header is at hand once that token verifies under it, and then for the others as well (decisions.md, 2).
        foreach (JudgedToken token in tokens.Where(t => t.Item.Token?.HeaderKey is not null))
        {
            VerificationKey key = token.Item.Token!.HeaderKey!;
            if (!keys.ContainsKey(key.JwkIdentifier) && signatures.IsSignedBy(token.Item.Token, key))
            {
                keys.Add(key.JwkIdentifier, key);
            }
        }

        // Step 2.
        HashSet<KeyIdentifier> trusted = [.. options.TrustedKeys.Select(k => k.CoseIdentifier)];
        var seen = new HashSet<(KeyIdentifier, Sha256Digest)>();
        foreach (JudgedToken token in tokens.Where(t => t.Kind != TokenKind.Undecodable))
        {
            Authenticate(token, keys, options.ClockSkew, at, signatures);
            if (token.Key is { } key)
            {
                token.SignedByTrustedKey = trusted.Contains(key.CoseIdentifier);

                // Step 0 again: tokens with equal key and signed bytes are one, whatever wraps them (decisions.md, 1).
                if (!seen.Add((key.CoseIdentifier, token.Item.Token!.SignedDigest)))
                {
                    token.Accepted = false;
                    token.Note(FindingCode.Duplicate, "The same token stands more than once; it counts once.", Clauses.Step0);
                }
            }
        }
    }

    private static void Authenticate(JudgedToken judged, Dictionary<KeyIdentifier, VerificationKey> keys, TimeSpan skew, DateTimeOffset at, SignatureChecks signatures)
    {
        UnverifiedToken token = judged.Item.Token!;
        if (!keys.TryGetValue(token.KeyIdentifier, out VerificationKey? key))
        {
            judged.Discard(FindingCode.KeyUnknown, $"No key {token.KeyIdentifier} is at hand (--key adds one).", Clauses.Step2);
            return;
        }

        if (key.Algorithm != token.Algorithm)
        {
            judged.Discard(FindingCode.AlgorithmMismatch, $"The token says {token.Algorithm}, and its key is one for {key.Algorithm}.", Clauses.Step2);
            return;
        }

        if (!signatures.IsSignedBy(token, key))
        {
            judged.Discard(FindingCode.SignatureInvalid, "The signature does not verify: the token was altered, or another key signed it.", Clauses.Step2);
            return;
        }

        judged.Key = key;
        Validity validity = token.Claims.Validity;
        if (validity.IsBefore(at, skew))
        {
            judged.Discard(FindingCode.NotYetValid, $"The {Kind(judged)} is not valid before {Instant(validity.NotBefore)}.", Clauses.Step2);
            return;
        }

        if (validity.IsAfter(at, skew))
        {
            judged.Discard(FindingCode.Expired, $"The {Kind(judged)} expired on {Instant(validity.Expires)}.", Clauses.Step2);
            return;
        }

        if (token.Claims.IssuedAt is { } issuedAt && issuedAt - at > skew)
        {
            judged.Warn(FindingCode.IssuedInFuture, $"The {Kind(judged)} says it was issued on {Instant(issuedAt)}, which is in the future.", "decisions.md, 3");
        }

        judged.Accepted = true;
    }

    private static FindingCode CodeOf(TokenFormatException fault) => fault.Fault == FormatFault.Unsupported ? FindingCode.Unsupported : FindingCode.Malformed;

    private static string Kind(JudgedToken token) => token.Kind == TokenKind.Emblem ? "emblem" : "endorsement";

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
