namespace DigitalEmblem.Cli.Output;

/// <summary>The claims of a token as pairs of a name and a text, for the tree and for JSON alike.</summary>
internal static class Inspection
{
    public static IEnumerable<InspectedClaim> Header(UnverifiedToken token)
    {
        yield return Pair($"profile", token.Profile.ToString().ToUpperInvariant());
        yield return Pair($"algorithm", token.Algorithm.Name);
        yield return Pair($"key", token.KeyIdentifier.ToString());
        yield return Pair($"bytes", $"{token.Encoded.Length}");
    }

    public static IEnumerable<InspectedClaim> Claims(EmblemToken claims)
    {
        yield return Pair($"issuer", VerdictText.NameOf(claims.Issuer));
        if (claims is Endorsement endorsement)
        {
            yield return Pair($"subject", VerdictText.NameOf(endorsement.Subject));
            yield return Pair($"endorsed key", endorsement.EndorsedKey.ToString());
            yield return Pair($"may endorse", endorsement.MayEndorse ? Sentence.Of($"yes") : $"no");
        }

        if (claims is Emblem emblem)
        {
            foreach (AssetIdentifier asset in emblem.Assets)
            {
                yield return Pair($"asset", asset.ToString());
            }

            yield return Pair($"purposes", emblem.Purposes is { } purposes ? $"{PurposeNames.Joined(purposes)}" : Sentence.Of($"not "
                + $"stated"));
            if (emblem.Channels is { } channels)
            {
                yield return Pair($"channels", channels.ToString());
            }
        }

        yield return Pair($"not before", VerdictText.Instant(claims.Validity.NotBefore));
        yield return Pair($"expires", VerdictText.Instant(claims.Validity.Expires));
        if (claims.IssuedAt is { } issuedAt)
        {
            yield return Pair($"issued at", VerdictText.Instant(issuedAt));
        }

        foreach (InspectedClaim pair in Constraints((claims as Endorsement)?.Constraints ?? EmblemConstraints.None))
        {
            yield return pair;
        }

        foreach (CommitmentEntry entry in (claims as Endorsement)?.Log ?? [])
        {
            yield return Pair($"commitment", entry.ToString());
        }
    }

    /// <summary>What a request for an endorsement asks.</summary>
    public static IEnumerable<InspectedClaim> Terms(EndorsementTerms terms)
    {
        yield return Pair($"issuer", terms.Issuer.ToString());
        yield return Pair($"authority", terms.Authority.ToString());
        yield return Pair($"key", terms.Key.CoseIdentifier.ToString());
        yield return Pair($"may endorse", Sentence.Of($"yes"));
        yield return Pair($"purposes", PurposeNames.Joined(terms.Purposes));
        yield return Pair($"profiles", terms.AlsoInJws ? "cwt jws" : "cwt");
        yield return Pair($"not before", VerdictText.Instant(terms.Validity.NotBefore));
        yield return Pair($"expires", VerdictText.Instant(terms.Validity.Expires));
        yield return Pair($"made at", VerdictText.Instant(terms.MadeAt));
        yield return Pair($"nonce", Convert.ToHexStringLower(terms.Nonce.Span));
        if (terms.Contact is { } contact)
        {
            yield return Pair($"contact", contact);
        }

        foreach (Entitlement ground in terms.Grounds)
        {
            yield return Pair(
                $"ground",
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{PurposeNames.Joined(ground.Purposes)}: {ground.Rule}; {ground.Reference}, {ground.DecidedOn:yyyy-MM-dd}; "
                        + $"{ground.Competence}"));
        }

        foreach (CommitmentEntry entry in terms.Log)
        {
            yield return Pair($"commitment", entry.ToString());
        }
    }

    private static IEnumerable<InspectedClaim> Constraints(EmblemConstraints constraints)
    {
        if (constraints.Purposes is { } purposes)
        {
            yield return Pair($"permits purposes", PurposeNames.Joined(purposes));
        }

        if (constraints.Channels is { } channels)
        {
            yield return Pair($"permits channels", channels.ToString());
        }

        if (constraints.Assets is { } assets)
        {
            yield return Pair($"permits assets", assets.ToString());
        }

        if (constraints.Window is { } window)
        {
            yield return Pair($"longest validity", window.ToString("c", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static InspectedClaim Pair(Sentence name, string value) => new(name, $"{Printable.Text(value)}");

    private static InspectedClaim Pair(Sentence name, Sentence value) => new(name, value);
}
