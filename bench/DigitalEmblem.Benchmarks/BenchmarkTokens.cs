namespace DigitalEmblem.Benchmarks;

/// <summary>A chain of three tokens, all signed with one algorithm, so that its cost can be set against three bare checks of that algorithm.</summary>
internal sealed class BenchmarkTokens
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly OrganizationIdentifier Society = OrganizationIdentifier.Parse("https://society.example");
    private static readonly OrganizationIdentifier Ministry = OrganizationIdentifier.Parse("https://ministry.example");

    public BenchmarkTokens(string algorithmName)
    {
        SignatureAlgorithm algorithm = SignatureAlgorithm.Parse(algorithmName);
        SigningKeys = [.. Enumerable.Range(0, 3).Select(_ => SigningKey.Generate(algorithm))];
        Tokens =
        [
            Cwt.Sign(new Emblem { Issuer = Society, Assets = [AssetIdentifier.Parse("www.society.example")], Purposes = Purposes.Protective, Validity = Validity.From(Now, TimeSpan.FromDays(1)) }, SigningKeys[0]),
            Cwt.Sign(Endorsement(Society, SigningKeys[0]), SigningKeys[1]),
            Cwt.Sign(Endorsement(Ministry, SigningKeys[1]), SigningKeys[2]),
        ];
        Bundle = TokenBundle.Write(Tokens.Concat(SigningKeys.Select(k => k.PublicKey.ToCoseKey())).Select(b => new ReadOnlyMemory<byte>(b)));
    }

    public SoftwareSigningKey[] SigningKeys { get; }

    public byte[][] Tokens { get; }

    public byte[] Bundle { get; }

    private static Endorsement Endorsement(OrganizationIdentifier issuer, SoftwareSigningKey endorsed) => new()
    {
        Issuer = issuer,
        Subject = Society,
        EndorsedKey = endorsed.PublicKey.CoseIdentifier,
        MayEndorse = true,
        Constraints = new EmblemConstraints { Purposes = Purposes.Protective },
        Log = [CommitmentEntry.InStaticLog(Sha256Digest.Of([1]), 7)],
        Validity = Validity.From(Now, TimeSpan.FromDays(30)),
    };
}
