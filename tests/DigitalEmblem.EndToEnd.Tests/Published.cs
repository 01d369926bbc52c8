
namespace DigitalEmblem.EndToEnd.Tests;

/// <summary>A society's emblem for <c>www.society.example</c>, endorsed by itself and by a ministry: three tokens and three keys.</summary>
internal static class Published
{
    public const string Apex = "society.example";

    public static readonly DomainName Host = DomainName.Parse("www.society.example");

    public static byte[] Bundle(SignatureAlgorithm algorithm, DateTimeOffset now)
    {
        SoftwareSigningKey emblem = TestKeys.Of(algorithm, 1), root = TestKeys.Of(algorithm, 2), ministry = TestKeys.Of(algorithm, 3);
        Validity validity = Validity.From(now.AddHours(-1), TimeSpan.FromDays(1));
        byte[][] items =
        [
            Cwt.Sign(TestTokens.Emblem() with { Validity = validity }, emblem),
            Cwt.Sign(TestTokens.Endorsement(emblem.PublicKey, mayEndorse: false) with { Validity = validity }, root),
            Cwt.Sign(TestTokens.Endorsement(root.PublicKey, TestTokens.Ministry) with { Validity = validity }, ministry),
            emblem.PublicKey.ToCoseKey(), root.PublicKey.ToCoseKey(), ministry.PublicKey.ToCoseKey(),
        ];
        return TokenBundle.Write(items.Select(i => new ReadOnlyMemory<byte>(i)));
    }

    public static PublishedRecords Records(SignatureAlgorithm algorithm, DateTimeOffset? now = null) =>
        PublishedRecords.For(UnverifiedTokens.Read(Bundle(algorithm, now ?? TestTokens.Now)), Host, ttl: 60);
}
