namespace DigitalEmblem.Cli.Output;

/// <summary>The claims of a token as pairs of a name and a text, for the tree and for JSON alike.</summary>
internal static class Inspection
{
    public static IEnumerable<(string Name, string Value)> Header(UnverifiedToken token)
    {
        yield return ("profile", token.Profile.ToString().ToUpperInvariant());
        yield return ("algorithm", token.Algorithm.Name);
        yield return ("key", token.KeyIdentifier.ToString());
        yield return ("bytes", $"{token.Encoded.Length}");
    }

    public static IEnumerable<(string Name, string Value)> Claims(EmblemToken claims)
    {
        yield return ("issuer", Name(claims.Issuer));
        if (claims is Endorsement endorsement)
        {
            yield return ("subject", Name(endorsement.Subject));
            yield return ("endorsed key", endorsement.EndorsedKey.ToString());
            yield return ("may endorse", endorsement.MayEndorse ? "yes" : "no");
        }

        if (claims is Emblem emblem)
        {
            foreach (AssetIdentifier asset in emblem.Assets)
            {
                yield return ("asset", asset.ToString());
            }

            yield return ("purposes", emblem.Purposes is { } purposes ? PurposeNames.Joined(purposes) : "not stated");
            if (emblem.Channels is { } channels)
            {
                yield return ("channels", channels.ToString());
            }
        }

        yield return ("not before", VerdictText.Instant(claims.Validity.NotBefore));
        yield return ("expires", VerdictText.Instant(claims.Validity.Expires));
        if (claims.IssuedAt is { } issuedAt)
        {
            yield return ("issued at", VerdictText.Instant(issuedAt));
        }

        foreach ((string, string) pair in Constraints((claims as Endorsement)?.Constraints ?? EmblemConstraints.None))
        {
            yield return pair;
        }

        foreach (CommitmentEntry entry in (claims as Endorsement)?.Log ?? [])
        {
            yield return ("commitment", entry.ToString());
        }
    }

    /// <summary>What a request for an endorsement asks.</summary>
    public static IEnumerable<(string Name, string Value)> Terms(EndorsementTerms terms)
    {
        yield return ("issuer", terms.Issuer.ToString());
        yield return ("authority", terms.Authority.ToString());
        yield return ("key", terms.Key.CoseIdentifier.ToString());
        yield return ("may endorse", "yes");
        yield return ("purposes", PurposeNames.Joined(terms.Purposes));
        yield return ("profiles", terms.AlsoInJws ? "cwt jws" : "cwt");
        yield return ("not before", VerdictText.Instant(terms.Validity.NotBefore));
        yield return ("expires", VerdictText.Instant(terms.Validity.Expires));
        yield return ("made at", VerdictText.Instant(terms.MadeAt));
        yield return ("nonce", Convert.ToHexStringLower(terms.Nonce.Span));
        if (terms.Contact is { } contact)
        {
            yield return ("contact", contact);
        }

        foreach (CommitmentEntry entry in terms.Log)
        {
            yield return ("commitment", entry.ToString());
        }
    }

    private static IEnumerable<(string Name, string Value)> Constraints(EmblemConstraints constraints)
    {
        if (constraints.Purposes is { } purposes)
        {
            yield return ("permits purposes", PurposeNames.Joined(purposes));
        }

        if (constraints.Channels is { } channels)
        {
            yield return ("permits channels", channels.ToString());
        }

        if (constraints.Assets is { } assets)
        {
            yield return ("permits assets", assets.ToString());
        }

        if (constraints.Window is { } window)
        {
            yield return ("longest validity", window.ToString("c", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static string Name(OrganizationIdentifier? organization) => organization?.ToString() ?? "nobody named";
}
