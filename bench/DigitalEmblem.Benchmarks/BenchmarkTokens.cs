namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A chain of tokens: an emblem, endorsements of the society's own keys, and, in chains of three and more, one by a ministry. All are
/// signed with one algorithm, so that the cost can be compared with the same number of bare checks of that algorithm.
/// </summary>
internal sealed class BenchmarkTokens
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly AssetIdentifier Asset = AssetIdentifier.Parse("www.society.example");
    public static readonly OrganizationIdentifier Society = OrganizationIdentifier.Parse("https://society.example");
    public static readonly OrganizationIdentifier Ministry = OrganizationIdentifier.Parse("https://ministry.example");

    public BenchmarkTokens(string algorithmName, int length = 3)
    {
        SignatureAlgorithm algorithm = SignatureAlgorithm.Parse(algorithmName);
        SigningKeys = [.. Enumerable.Range(0, length).Select(_ => SigningKey.Generate(algorithm))];
        Tokens =
        [
            Cwt.Sign(
                new Emblem
                {
                    Issuer = Society,
                    Assets = [Asset],
                    Purposes = Purposes.Protective,
                    Validity = Validity.From(Now, TimeSpan.FromDays(1))
                },
                SigningKeys[0]),
            .. Enumerable.Range(1, length - 1).Select(i => Cwt.Sign(
                Endorsement(i > 1 && i == length - 1 ? Ministry : Society, SigningKeys[i - 1].PublicKey.CoseIdentifier), SigningKeys[i])),
        ];
        Bundle = TokenBundle.Write(
            Tokens.Concat(SigningKeys.Select(k => k.PublicKey.ToCoseKey())).Select(b => new ReadOnlyMemory<byte>(b)));
    }

    public SoftwareSigningKey[] SigningKeys { get; }

    public byte[][] Tokens { get; }

    public byte[] Bundle { get; }

    /// <summary>The signature checks of these tokens alone.</summary>
    public BareSignature[] Bare() => [.. SigningKeys.Select((key, i) => new BareSignature(key.PublicKey, Cwt.Read(Tokens[i])))];

    /// <summary>An endorsement as deployments make them: with the names of a root key's log entries in it.</summary>
    public static Endorsement Endorsement(OrganizationIdentifier issuer, KeyIdentifier endorsed) => new()
    {
        Issuer = issuer,
        Subject = Society,
        EndorsedKey = endorsed,
        MayEndorse = true,
        Constraints = new EmblemConstraints { Purposes = Purposes.Protective },
        Log = [CommitmentEntry.InStaticLog(Sha256Digest.Of([1]), 7)],
        Validity = Validity.From(Now, TimeSpan.FromDays(30)),
    };
}
