using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>The endorsements above a key that marks data.</summary>
internal static class Endorsements
{
    /// <summary>The endorsements and keys in files, in any form, as one bundle.</summary>
    /// <exception cref="UsageException">Something in the files is no endorsement and no public key of the CWT profile.</exception>
    public static byte[] Read(string[] files, CommandContext context)
    {
        UnverifiedTokens input = Files.WholeTokens(files, context);
        string names = string.Join(", ", files.Select(f => $"'{f}'"));
        if (input.ExceededLimit is { } exceeded)
        {
            throw new UsageException(LibraryWords.Of(exceeded));
        }

        if (input.Items.FirstOrDefault(i => i.Fault is not null) is { } bad)
        {
            throw new UsageException($"{Printable.Text(bad.Where)} is neither an endorsement nor a public key: {Sentence.Of(bad.Fault!)}.");
        }

        if (input.Items.Any(i => i is { IsKeyItem: false, Profile: TokenProfile.Jws }))
        {
            throw new UsageException(
                $"{names}: there are tokens of the JWS profile, and data are marked with the CWT profile. Ask for endorsements as CWT.");
        }

        if (input.Items.Any(i => i.Token?.Claims is Emblem))
        {
            throw new UsageException($"{names}: there is an emblem, and --with takes the endorsements above the key. "
                + $"Bundle the endorsements and the public keys without it.");
        }

        return TokenBundle.Write(input.Items.Select(i => i.Token?.Encoded.ToArray() ?? i.Key!.ToCoseKey())
            .DistinctBy(Convert.ToHexString).Select(b => new ReadOnlyMemory<byte>(b)));
    }

    /// <summary>A signer, whose signs those who check would accept.</summary>
    /// <exception cref="RefusalException">They would not (4). The message says the likely cause and the next step.</exception>
    public static DataSigner Signer(
        SigningKey key,
        OrganizationIdentifier issuer,
        Purposes purposes,
        byte[] endorsements,
        DateTimeOffset at,
        TimeSpan lifetime)
    {
        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > DateTimeOffset.MaxValue - at)
        {
            throw new UsageException($"The lifetime is at least a second, and ends before the year 10000.");
        }

        try
        {
            return DataSigner.Create(key, issuer, purposes, endorsements, at, lifetime);
        }
        catch (ArgumentException e) when (e.ParamName is null)
        {
            throw new RefusalException(
                ExitCode.NotAccepted,
                $"{Sentence.Of(e)} {Cause(key.PublicKey, issuer, purposes, endorsements, at)} Nothing was read or written.");
        }
    }

    private static Sentence Cause(
        VerificationKey key, OrganizationIdentifier issuer, Purposes purposes, byte[] endorsements, DateTimeOffset at)
    {
        IReadOnlyList<InputItem> items = UnverifiedTokens.Read(endorsements).Items;
        Endorsement[] all = [.. items.Select(i => i.Token?.Claims).OfType<Endorsement>()];
        Endorsement[] ofKey = [.. all.Where(e => e.EndorsedKey.Equals(key.IdentifierIn(TokenProfile.Cwt)))];
        if (all.Length == 0)
        {
            return $"The bundle has no endorsement. Bundle the endorsement of this key by the root key with it ('emblem sign "
                + $"endorsement').";
        }

        if (ofKey.Length == 0)
        {
            return $"No endorsement in the bundle is for the key {key.CoseIdentifier}. Is it the key that was endorsed? "
                + $"'emblem key id' names a key, 'emblem inspect' shows what a bundle endorses.";
        }

        KeyIdentifier[] keys = [.. items.Select(i => i.Key?.CoseIdentifier).OfType<KeyIdentifier>()];
        if (items.Select(i => i.Token).FirstOrDefault(t => t is not null && !keys.Contains(t.KeyIdentifier)) is { } token)
        {
            return $"The endorsement by {token.Claims.Issuer} was signed with the key {token.KeyIdentifier}, and that key is not in the "
                + $"bundle: add its public key.";
        }

        if (all.FirstOrDefault(e => e.Validity.Expires <= at) is { } expired)
        {
            return $"The endorsement by {expired.Issuer} ended on {VerdictText.Instant(expired.Validity.Expires)}: ask for a new one.";
        }

        if (ofKey.All(e => e.Subject != issuer))
        {
            return $"The key is endorsed for {string.Join(", ", ofKey.Select(e => e.Subject).Distinct())}, and --issuer says {issuer}.";
        }

        return all.Any(e => e.Constraints.Purposes is { } permitted && (purposes & ~permitted) != Purposes.None)
            ? Sentence.Of($"An endorsement does not permit all of the purposes: leave out those, or ask for an endorsement that has them.")
            : $"'emblem inspect' shows what the bundle holds.";
    }
}
