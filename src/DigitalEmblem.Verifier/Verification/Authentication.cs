using System.Globalization;

namespace DigitalEmblem.Verifier;

/// <summary>Steps 0 to 2: which tokens of the set are signed by a known key, and in time. The others are discarded, and never make a good one fail.</summary>
internal static class Authentication
{
    public static void Run(VerifiedSet set, UnverifiedSet input, VerifierOptions options, DateTimeOffset at, SteadyTime steady)
    {
        // Nothing is there: what most names of a sweep show.
        if (input.Items.Count == 0)
        {
            return;
        }

        // Step 0: sort items into keys and tokens; what cannot be decoded becomes a finding.
        var tokens = new List<JudgedToken>(input.Items.Count);
        foreach (InputItem item in input.Items)
        {
            if (item.Fault is null && item.Token is null)
            {
                continue;
            }

            if (item.IsKeyItem)
            {
                FindingCode code = CodeOf(item.Fault!);
                if (set.HasRoom(code))
                {
                    string message = $"{Printable.Text(item.Where)}: a key that cannot be used: {item.Fault!.Message}.";
                    set.Add(Finding.Warning(code, message, Clauses.Step0, item.Number));
                }

                continue;
            }

            tokens.Add(new JudgedToken(item));
        }

        set.Tokens = tokens;
        set.EmblemShown = tokens.Exists(t => t.Kind != TokenKind.Endorsement);

        // Step 1: identifiers are computed from the keys themselves; those that a sender asserts are never believed.
        var keys = new KeysAtHand(set.Profile, options, input);
        foreach (JudgedToken token in tokens)
        {
            // A key in a token's own header is at hand once that token verifies under it, and then for the others as well (decisions.md, 2).
            if (token.Item.Token is { HeaderKey: { } key } unverified && keys.Find(key.JwkIdentifier) is null && unverified.IsSignedBy(key))
            {
                keys.Add(key);
            }
        }

        // Step 2.
        SignatureChecks.MakeAtOnce(tokens, keys, options.SignatureParallelism);
        foreach (JudgedToken token in tokens)
        {
            if (token.Kind != TokenKind.Undecodable)
            {
                Authenticate(token, keys, options, at, steady);
            }
        }

        // Step 0 again: tokens with equal key and signed bytes are one, whatever wraps them (decisions.md, 1).
        for (int i = 1; i < tokens.Count; i++)
        {
            if (tokens[i].Key is { } key && tokens.FindIndex(0, i, t => key.Equals(t.Key) && t.Item.Token!.SaysTheSameAs(tokens[i].Item.Token!)) >= 0)
            {
                tokens[i].Accepted = false;
                tokens[i].Note(FindingCode.Duplicate, "The same token stands more than once; it counts once.", Clauses.Step0);
            }
        }
    }

    private static void Authenticate(JudgedToken judged, KeysAtHand keys, VerifierOptions options, DateTimeOffset at, SteadyTime steady)
    {
        UnverifiedToken token = judged.Item.Token!;
        TimeSpan skew = options.ClockSkew;
        if (keys.Find(token.KeyIdentifier) is not { } key)
        {
            judged.Discard(FindingCode.KeyUnknown, $"No key {token.KeyIdentifier} is at hand (--key adds one).", Clauses.Step2);
            return;
        }

        if (key.Algorithm != token.Algorithm)
        {
            judged.Discard(FindingCode.AlgorithmMismatch, $"The token says {token.Algorithm}, and its key is one for {key.Algorithm}.", Clauses.Step2);
            return;
        }

        if (!token.IsSignedBy(key))
        {
            judged.Discard(FindingCode.SignatureInvalid, "The signature does not verify: the token was altered, or another key signed it.", Clauses.Step2);
            return;
        }

        judged.Key = key;
        judged.SignedByTrustedKey = options.TrustedKeys.Count > 0 && options.TrustedKeys.Contains(key);
        Validity validity = token.Claims.Validity;
        steady.TurnsAt(validity.NotBefore, -skew);
        steady.TurnsAt(validity.Expires, skew);
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

        if (token.Claims.IssuedAt is { } issuedAt)
        {
            steady.TurnsAt(issuedAt, -skew);
            if (issuedAt - at > skew)
            {
                judged.Warn(FindingCode.IssuedInFuture, $"The {Kind(judged)} says it was issued on {Instant(issuedAt)}, which is in the future.", "decisions.md, 3");
            }
        }

        judged.Accepted = true;
    }

    internal static FindingCode CodeOf(TokenFormatException fault) => fault.Fault == FormatFault.Unsupported ? FindingCode.Unsupported : FindingCode.Malformed;

    private static string Kind(JudgedToken token) => token.Kind == TokenKind.Emblem ? "emblem" : "endorsement";

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
