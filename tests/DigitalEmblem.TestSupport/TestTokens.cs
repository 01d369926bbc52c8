namespace DigitalEmblem.TestSupport;

/// <summary>Plain tokens for examples.</summary>
public static class TestTokens
{
    public static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly OrganizationIdentifier Society = OrganizationIdentifier.Parse("https://society.example");

    public static readonly OrganizationIdentifier Ministry = OrganizationIdentifier.Parse("https://ministry.example");

    public static readonly CommitmentEntry LogEntry = CommitmentEntry.InStaticLog(Sha256Digest.Of([1]), 7);

    public static Emblem Emblem() => new()
    {
        Issuer = Society,
        Assets = [AssetIdentifier.Parse("www.society.example")],
        Purposes = Purposes.Protective,
        Validity = Validity.From(Now - TimeSpan.FromHours(1), TimeSpan.FromHours(24)),
    };

    /// <summary>An endorsement of <paramref name="endorsed"/>, by the society itself unless said otherwise.</summary>
    public static Endorsement Endorsement(
        VerificationKey endorsed, OrganizationIdentifier? issuer = null, TokenProfile profile = TokenProfile.Cwt, bool mayEndorse = true) =>
        new()
        {
            Issuer = issuer ?? Society,
            Subject = Society,
            EndorsedKey = endorsed.IdentifierIn(profile),
            MayEndorse = mayEndorse,
            Constraints = new EmblemConstraints { Purposes = Purposes.Protective },
            Log = [LogEntry],
            Validity = Validity.From(Now - TimeSpan.FromDays(1), TimeSpan.FromDays(30)),
        };
}
