using System.Globalization;

namespace DigitalEmblem.Verifier;

/// <summary>
/// Steps 0 to 2: which tokens of the set are signed by a known key, and in time. The other tokens are discarded, so that they never make a
/// good one fail.
/// </summary>
internal static class Authentication
{
    public static void Run(VerifiedSet set, UnverifiedSet input, VerifierOptions options, DateTimeOffset at, SteadyTime steady)
    {
        // Most names of a scan have no records at all.
        if (input.Items.Count == 0)
        {
            return;
        }

        // Step 0: sort items into keys and tokens; what cannot be decoded becomes a finding.
        var tokens = new List<JudgedToken>(input.Items.Count);
        List<InputItem>? badKeys = null;
        foreach (InputItem item in input.Items)
        {
            if (item is { IsKeyItem: true, Fault: not null })
            {
                (badKeys ??= new List<InputItem>(input.Items.Count)).Add(item);
            }
            else if (item.Fault is not null || item.Token is not null)
            {
                tokens.Add(new JudgedToken(item));
            }
        }

        // From here on nothing depends on the order of records (decisions.md, 9).
        JudgedToken.Order(tokens);
        set.Tokens = tokens;
        if (badKeys is not null)
        {
            Tell(badKeys, set);
        }

        // A record of a key that cannot be read may have been any record of an emblem (decisions.md, 11).
        set.EmblemShown = badKeys is not null || tokens.Exists(t => t.Kind != TokenKind.Endorsement);

        // Step 1: identifiers are computed from the keys themselves; those that a sender asserts are never believed.
        var keys = new KeysAtHand(set.Profile, options, input);
        foreach (JudgedToken token in tokens)
        {
            // A key in a token's own header is at hand once that token verifies under it, and then for the others as
            // well (decisions.md, 2).
            if (token.Item.Token is { HeaderKey: { } key } unverified
                && keys.Find(key.JwkIdentifier) is null
                && SignatureChecks.IsSigned(unverified, key) != false)
            {
                // Add the key also if this platform cannot do its algorithm (null): then it can verify no other token under that key
                // either.
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
            if (tokens[i].Key is { } key
                && tokens.FindIndex(0, i, t => key.Equals(t.Key) && t.Item.Token!.SaysTheSameAs(tokens[i].Item.Token!)) >= 0)
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
            judged.Discard(
                FindingCode.AlgorithmMismatch, $"The token says {token.Algorithm}, and its key is one for {key.Algorithm}.", Clauses.Step2);
            return;
        }

        bool? isSigned = SignatureChecks.IsSigned(token, key);
        if (isSigned == false)
        {
            judged.Discard(
                FindingCode.SignatureInvalid,
                "The signature does not verify: the token was altered, or another key signed it.",
                Clauses.Step2);
            return;
        }

        judged.Key = isSigned is null ? null : key;
        Validity validity = token.Claims.Validity;
        steady.TurnsAt(validity.NotBefore, -skew);
        steady.TurnsAt(validity.Expires, skew);
        if (validity.IsBefore(at, skew))
        {
            judged.Discard(
                FindingCode.NotYetValid, $"The {Kind(judged)} is not valid before {Instant(validity.NotBefore)}.", Clauses.Step2);
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
                judged.Warn(
                    FindingCode.IssuedInFuture,
                    $"The {Kind(judged)} says it was issued on {Instant(issuedAt)}, which is in the future.",
                    "decisions.md, 3");
            }
        }

        if (isSigned is null)
        {
            judged.UncheckedKey = key;
            judged.Warn(
                FindingCode.AlgorithmUnavailable,
                $"This platform cannot verify signatures of {key.Algorithm}: whether the {Kind(judged)} is signed is not known.",
                "decisions.md, 35");
            return;
        }

        judged.Accepted = true;
    }

    private static void Tell(List<InputItem> badKeys, VerifiedSet set)
    {
        badKeys.Sort(static (a, b) => string.CompareOrdinal(a.Fault!.Message, b.Fault!.Message) is not 0 and var order
            ? order
            : string.CompareOrdinal(a.Origin, b.Origin));
        foreach (InputItem item in badKeys)
        {
            TokenFormatException fault = item.Fault!;
            if (set.HasRoom(CodeOf(fault)))
            {
                set.Add(Finding.Warning(
                    CodeOf(fault), $"{Printable.Text(item.Origin)}: a key that cannot be used: {fault.Message}.", Clauses.Step0));
            }
        }
    }

    internal static FindingCode CodeOf(TokenFormatException fault) =>
        fault.Fault == FormatFault.Unsupported ? FindingCode.Unsupported : FindingCode.Malformed;

    private static FindingText Kind(JudgedToken token) =>
        token.Kind == TokenKind.Emblem ? FindingText.Of($"emblem") : FindingText.Of($"endorsement");

    internal static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
