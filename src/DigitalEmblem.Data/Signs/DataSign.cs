using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// A sign of data as it lies beside them (data-emblem, token): a bundle of one emblem whose one asset is data, endorsements above it, and
/// keys. It is read apart from the signs of hosts, and neither is ever taken for the other. Nothing in it is verified until
/// <see cref="Verify"/>.
/// </summary>
public sealed class DataSign
{
    private const string Part = "bundle";

    private readonly UnverifiedTokens _tokens;

    private DataSign(UnverifiedTokens tokens, Emblem claims)
    {
        _tokens = tokens;
        Claims = claims;
        Root = DataRoot.Parse(claims.Assets[0].ToString());
    }

    /// <summary>What the emblem says. Anyone can have written it.</summary>
    public Emblem Claims { get; }

    /// <summary>The root that the emblem names.</summary>
    public DataRoot Root { get; }

    /// <summary>Reads a sign.</summary>
    /// <param name="bundle">The bytes of <c>.adem/emblem</c>; at most 1 MiB.</param>
    /// <exception cref="DataFormatException">
    /// It is no bundle, holds something malformed, or has not exactly one emblem, which marks data and nothing else. Endorsements and
    /// keys in algorithms that are not supported are left to <see cref="Verify"/>, which discards them with a finding.
    /// </exception>
    public static DataSign Read(ReadOnlyMemory<byte> bundle)
    {
        InputItem[] items = ReadItems(bundle);
        Emblem[] emblems = [.. items.Select(i => i.Token?.Claims).OfType<Emblem>()];
        return emblems is [var only]
            ? new DataSign(UnverifiedTokens.Of(items, TokenLimits.Default), only)
            : throw new DataFormatException($"{emblems.Length} emblems, where a sign of data has one", Part);
    }

    /// <summary>
    /// Verifies the tokens and decides on them by a policy. The verdict is about the sign alone: whether the data are those it was made
    /// for is another question.
    /// </summary>
    /// <param name="policy">
    /// What is asked for. An <see cref="TrustPolicy.AssetScope"/> names hosts, so that one makes no sign of data acceptable.
    /// </param>
    /// <param name="evidence">What is known of commitments.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="options">Keys, skew and rules; null for the default ones.</param>
    /// <returns>A verdict whose asset is <see cref="DataRoot.ToAsset"/>; never <see cref="VerdictOutcome.NotMarked"/>.</returns>
    /// <exception cref="ArgumentException">The policy contradicts itself, or an option is out of its range.</exception>
    public Verdict Verify(TrustPolicy policy, HeldEvidence evidence, DateTimeOffset at, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(evidence);
        VerifiedTokens verified = new EmblemVerifier(options).Knowing(policy.TrustedKeys).Verify(_tokens, evidence, at);
        return policy.Decide(verified, Root.ToAsset());
    }

    /// <summary>
    /// The verdict at an instant, with all commitments assumed: what is asked before a sign is given out, or put beside data.
    /// </summary>
    internal Verdict Assume(DateTimeOffset at) => Verify(
        TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, at, new VerifierOptions { SlowClock = TimeSpan.Zero });

    /// <summary>What the tokens show by themselves, and which commitments decide the rest, for who gathers evidence on them.</summary>
    internal AuthenticatedTokens Authenticate(TrustPolicy policy, DateTimeOffset at, VerifierOptions? options) =>
        new EmblemVerifier(options).Knowing(policy.TrustedKeys).Authenticate(_tokens, at);

    /// <summary>The items of a bundle, each a token of a sign of data or a key, or one that is not supported.</summary>
    internal static InputItem[] ReadItems(ReadOnlyMemory<byte> bundle)
    {
        if (bundle.Length > DataLimits.MaxBundleBytes)
        {
            throw new DataFormatException($"{bundle.Length} bytes, where {DataLimits.MaxBundleBytes} are the limit", Part);
        }

        try
        {
            // Copied, because the tokens are verified later, and the caller may change its buffer until then.
            ReadOnlyMemory<byte>[] parts = TokenBundle.Split(bundle.ToArray(), TokenLimits.Default);
            var items = new InputItem[parts.Length];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = InputReader.ReadItemOfData(
                    parts[i], new InputItem(i + 1, Part, ", item", i + 1), TokenLimits.Default, VerificationCache.None);
                if (items[i].Fault is { Fault: not FormatFault.Unsupported } fault)
                {
                    throw fault.Within($"[{i}]");
                }
            }

            int keys = items.Count(i => i.IsKeyItem);
            return keys <= TokenLimits.Default.MaxKeys && items.Length - keys <= TokenLimits.Default.MaxTokens
                ? items
                : throw new DataFormatException(
                    $"{items.Length - keys} tokens and {keys} keys, where {TokenLimits.Default.MaxTokens} of each are the limit", Part);
        }
        catch (TokenFormatException e)
        {
            throw DataFormatException.From(e, Part);
        }
    }
}
