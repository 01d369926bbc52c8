using FsCheck;
using FsCheck.Fluent;

namespace DigitalEmblem.Verifier.Tests.Model;

/// <summary>
/// Generated deployments: a good one of random shape, and then up to three things done to it that happen in the world,
/// or that an attacker does.
/// </summary>
internal static class Deployments
{
    private const string Society = "https://society.example";
    private static readonly string[] Authorities = ["https://ministry.example", "https://icrc.example"];
    private static readonly string?[] Names = [null, Society, .. Authorities];

    public static Arbitrary<Deployment> Any { get; } = Arb.From(
        from good in Good()
        from changes in Gen.Choose(0, 3)
        from seeds in Gen.Choose(0, int.MaxValue).ArrayOf(changes)
        select seeds.Aggregate(good, (deployment, seed) => Change(deployment, new Random(seed))));

    /// <summary>
    /// The deployment that some bytes choose: its shape by the first five, and each four after them choose a change. For a fuzzer.
    /// </summary>
    public static Deployment From(ReadOnlySpan<byte> choices)
    {
        int Choice(ReadOnlySpan<byte> from, int place) => place < from.Length ? from[place] : 0;
        int external = Choice(choices, 3) % 3;
        Deployment deployment = Build(
            (TokenProfile)(Choice(choices, 0) % 2),
            Choice(choices, 1) % 4,
            Choice(choices, 2) % 4 > 0 || external > 0 ? Society : null,
            external,
            1 + (Choice(choices, 4) % 3));
        for (int at = 5; at + 4 <= choices.Length; at += 4)
        {
            deployment = Change(deployment, new Random(BitConverter.ToInt32(choices[at..])));
        }

        return deployment;
    }

    private static Gen<Deployment> Good() =>
        from profile in Gen.Elements(TokenProfile.Cwt, TokenProfile.Jws)
        from length in Gen.Choose(0, 3)
        from named in Gen.Elements(true, true, true, false)
        from external in Gen.Choose(0, 2)
        from purposes in Gen.Choose(1, 3)
        select Build(profile, length, named || external > 0 ? Society : null, external, purposes);

    // Key 0 signs the emblem, key i the endorsement above key i-1; authorities sign with keys 4 and 5.
    private static Deployment Build(TokenProfile profile, int length, string? issuer, int external, int purposes)
    {
        var tokens = new List<ModelToken> { new() { IsEmblem = true, Issuer = issuer, Signer = 0, Purposes = purposes } };
        for (int i = 1; i <= length; i++)
        {
            tokens.Add(new()
            {
                IsEmblem = false,
                Issuer = issuer,
                Subject = issuer,
                Signer = i,
                Endorsed = i - 1,
                MayEndorse = i > 1,
                Purposes = 3
            });
        }

        for (int i = 0; i < external; i++)
        {
            tokens.Add(
                new() { IsEmblem = false, Issuer = Authorities[i], Subject = issuer, Signer = 4 + i, Endorsed = length, Purposes = 3 });
        }

        var commitments = new Dictionary<(string, int), CommitmentOutcome>();
        for (int key = 0; key < Deployment.KeyCount; key++)
        {
            commitments[(Society, key)] = key == length ? CommitmentOutcome.Proven : CommitmentOutcome.Refuted;
            commitments[(Authorities[0], key)] = key == 4 ? CommitmentOutcome.Proven : CommitmentOutcome.Refuted;
            commitments[(Authorities[1], key)] = key == 5 ? CommitmentOutcome.Proven : CommitmentOutcome.Refuted;
        }

        return new Deployment(profile, [.. tokens], [.. Enumerable.Range(0, 6)], commitments);
    }

    private static Deployment Change(Deployment d, Random random)
    {
        int at = random.Next(d.Tokens.Length);
        ModelToken token = d.Tokens[at];
        int key = random.Next(Deployment.KeyCount);
        Deployment Replace(ModelToken changed) => d with { Tokens = [.. d.Tokens[..at], changed, .. d.Tokens[(at + 1)..]] };
        return random.Next(16) switch
        {
            0 => Replace(token with { Timing = random.Next(2) == 0 ? Timing.Expired : Timing.Ending }),
            1 => Replace(token with { Timing = random.Next(2) == 0 ? Timing.Future : Timing.Soon }),
            2 => Replace(token with { Corrupted = true }),
            3 => Replace(token with { Issuer = Names[random.Next(Names.Length)] }),
            4 => Replace(token with { Subject = token.IsEmblem ? null : Names[random.Next(Names.Length)] }),
            5 => Replace(token with { MayEndorse = token.IsEmblem || !token.MayEndorse }),
            6 => Replace(token with { Purposes = 1 + random.Next(3) }),
            7 => Replace(token with { HasLog = token.IsEmblem || !token.HasLog }),
            8 => Replace(token with { Signer = key }),
            9 => Replace(token with { Endorsed = token.IsEmblem ? 0 : key }), // cycles and self-endorsements among them
            10 => d with { PublishedKeys = [.. d.PublishedKeys.Where(k => k != key)] },
            11 => d with { Tokens = [.. d.Tokens, token] },
            // a renewal beside the old one
            12 => d with
            {
                Tokens =
                    [.. d.Tokens, token with { Purposes = 3, MayEndorse = true, Timing = random.Next(2) == 0 ? Timing.Valid : Timing.Soon }]
            },
            13 =>
                d with
                {
                    Tokens = [.. d.Tokens, new()
                    {
                        IsEmblem = false,
                        Issuer = Names[random.Next(Names.Length)],
                        Subject = Society,
                        Signer = key,
                        Endorsed = random.Next(6)
                    }]
                },
            _ => d with
            {
                Commitments = new(d.Commitments)
                {
                    // Mostly one that a token of the deployment rests on; else most changes would concern nobody.
                    [token.Issuer is { } issuer && random.Next(4) > 0
                        ? (issuer, token.IsEmblem ? d.Tokens.Count(t => !t.IsEmblem && t.Issuer == issuer) % 6 : token.Signer)
                        : (Names[1 + random.Next(3)]!, random.Next(6))] = random.Next(2) == 0
                            ? CommitmentOutcome.Unavailable
                            : CommitmentOutcome.Refuted,
                },
            },
        };
    }
}
