using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Tests.Places;

/// <summary>A place of the society on a host that bears its emblem.</summary>
internal static class PlaceScene
{
    public const string Kind = "x-vault";

    public static readonly DomainName Host = DomainName.Parse("vault.society.example");

    public static readonly DateTimeOffset At = TestTokens.Now.AddHours(1);

    public static readonly DataPlace Place =
        new(Host, Kind, [new PlaceFact("number", "17"), new PlaceFact("room", "cellar, left; façade")]);

    public static readonly PlaceMarker Marker = new(DataScene.Signer(), new SettableClock(TestTokens.Now));

    public static readonly PlaceMarked Marked = Marker.Sign(Place, DataScene.Lifetime);

    /// <summary>What is read if all is as signed.</summary>
    public static FactReading[] Readings => [.. Place.Facts.Select(f => FactReading.Observed(f.Name, f.Value))];

    /// <summary>The caller states the host, which is marked.</summary>
    public static DataCheckOptions Options => new()
    {
        Evidence = HeldEvidence.AssumeCommittedUnsafe,
        At = At,
        StatedHost = Host,
        HostVerdict = (host, _) => Task.FromResult(Verdict(host)),
    };

    public static Task<DataCheck> CheckAsync(
        DataCheckOptions? options = null, IReadOnlyCollection<FactReading>? readings = null, byte[]? signFile = null, string kind = Kind) =>
        PlaceChecker.CheckAsync(signFile ?? Marked.SignFile.ToArray(), kind, readings ?? Readings, options ?? Options, "the vault's door");

    /// <summary>The verdict on a host's own emblem.</summary>
    /// <param name="host">The host asked about.</param>
    /// <param name="issuer">Who marks it.</param>
    /// <param name="marked">The host that is marked; the one asked about if null.</param>
    /// <param name="expired">Whether the emblem has ended.</param>
    public static Verdict Verdict(DomainName host, OrganizationIdentifier? issuer = null, string? marked = null, bool expired = false)
    {
        OrganizationIdentifier by = issuer ?? TestTokens.Society;
        Endorsement OfSociety(Endorsement endorsement) => endorsement with
        {
            Issuer = endorsement.Issuer == TestTokens.Society ? by : endorsement.Issuer,
            Subject = by,
        };
        var emblem = TestTokens.Emblem() with
        {
            Issuer = by,
            Assets = [AssetIdentifier.Parse(marked ?? host.ToString())],
            Validity = Validity.From(TestTokens.Now.AddHours(-2), TimeSpan.FromHours(expired ? 1 : 24)),
        };
        byte[] bundle = TokenBundle.Write(
        [
            Cwt.Sign(emblem, DataScene.EmblemKey),
            Cwt.Sign(OfSociety(TestTokens.Endorsement(DataScene.EmblemKey.PublicKey)), DataScene.RootKey),
            Cwt.Sign(OfSociety(TestTokens.Endorsement(DataScene.RootKey.PublicKey, TestTokens.Ministry)), DataScene.MinistryKey),
            .. ((SoftwareSigningKey[])[DataScene.EmblemKey, DataScene.RootKey, DataScene.MinistryKey]).Select(k => k.PublicKey.ToCoseKey()),
        ]);
        VerifiedTokens verified = new EmblemVerifier().Verify(UnverifiedTokens.Read(bundle), HeldEvidence.AssumeCommittedUnsafe, At);
        return TrustPolicy.Default.Decide(verified, AssetIdentifier.ForName(host));
    }

    /// <summary>A sign file of any terms, also those that no marker signs.</summary>
    public static byte[] SignFileOf(ManifestTerms terms, ManifestEntry? entry = null)
    {
        using var manifest = new MemoryStream();
        var writer = new ManifestWriter(manifest, terms);
        if (entry is not null)
        {
            writer.Add(entry);
        }

        byte[] bundle = DataScene.Signer().Sign(writer.Finish(), TestTokens.Now, DataScene.Lifetime);
        manifest.Position = 0;
        using var file = new MemoryStream();
        SignFile.Write(file, bundle, manifest);
        return file.ToArray();
    }
}
