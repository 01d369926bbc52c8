using System.Globalization;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A zone for bench/scan.sh: <c>scan.example</c> with names that have an address, some of which show an Ed25519 emblem endorsed by its
/// society and a ministry (six records, one datagram); the names as a list, and the questions of a scan as dnsperf reads them.
/// </summary>
internal static class ScanZone
{
    private const string Apex = "scan.example";

    public static void Write(string folder, int count, int markedPercent)
    {
        var tokens = new BenchmarkTokens("Ed25519");
        Validity validity = Validity.From(DateTimeOffset.UtcNow.AddHours(-1), TimeSpan.FromDays(2));
        OrganizationIdentifier society = OrganizationIdentifier.Parse("https://society.example"),
            ministry = OrganizationIdentifier.Parse("https://ministry.example");
        byte[] Endorse(OrganizationIdentifier issuer, int endorsed, int by) => Cwt.Sign(
            new Endorsement
            {
                Issuer = issuer,
                Subject = society,
                EndorsedKey = tokens.SigningKeys[endorsed].PublicKey.CoseIdentifier,
                MayEndorse = true,
                Constraints = new EmblemConstraints { Purposes = Purposes.Protective },
                Log = [CommitmentEntry.InStaticLog(Sha256Digest.Of([1]), 7)],
                Validity = validity
            },
            tokens.SigningKeys[by]);
        byte[][] shared = [Endorse(society, 0, 1), Endorse(ministry, 1, 2), .. tokens.SigningKeys.Select(k => k.PublicKey.ToCoseKey())];

        using StreamWriter zone = File.CreateText(Path.Combine(folder, "zone")),
            names = File.CreateText(Path.Combine(folder, "names.txt")),
            questions = File.CreateText(Path.Combine(folder, "questions.txt"));
        zone.WriteLine($"$ORIGIN {Apex}.\n$TTL 300\n@ IN SOA ns root 1 3600 600 86400 60\n@ IN NS ns\nns IN A 127.0.0.1");
        for (int i = 0; i < count; i++)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"host{i:d7}");
            string name = $"{label}.{Apex}";
            zone.WriteLine($"{label} IN A 192.0.2.1");
            names.WriteLine(name);
            questions.WriteLine($"{name} TYPE{DnsEmblemSource.DefaultIhleType}\n{name} TXT");
            if (i % 100 < markedPercent)
            {
                byte[] emblem = Cwt.Sign(
                    new Emblem
                    {
                        Issuer = society,
                        Assets = [AssetIdentifier.Parse(name)],
                        Purposes = Purposes.Protective,
                        Validity = validity
                    },
                    tokens.SigningKeys[0]);
                ReadOnlyMemory<byte> bundle = TokenBundle.Write(((byte[][])[emblem, .. shared]).Select(b => new ReadOnlyMemory<byte>(b)));
                zone.Write(PublishedRecords.For(UnverifiedTokens.Read(bundle), DomainName.Parse(name)).ToZone());
            }
        }
    }
}
