using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>What could never validate must not be signed: its issuer would believe to be marked, and is not.</summary>
public class SigningRulesTests
{
    private static readonly SoftwareSigningKey Key = TestKeys.Of(SignatureAlgorithm.ES256);
    private static readonly VerificationKey Other = TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey;

    public static TheoryData<string, TokenProfile, Func<EmblemToken>, string> Refusals => new()
    {
        {
            "never valid",
            TokenProfile.Cwt,
            () => TestTokens.Emblem() with { Validity = new Validity(TestTokens.Now, TestTokens.Now) },
            "never be valid"
        },
        {
            "valid for less than a whole second",
            TokenProfile.Cwt,
            () => TestTokens.Emblem() with
            {
                Validity = new Validity(TestTokens.Now.AddMilliseconds(1), TestTokens.Now.AddMilliseconds(1900))
            },
            "never be valid"
        },
        { "no asset", TokenProfile.Cwt, () => TestTokens.Emblem() with { Assets = [] }, "at least one asset" },
        {
            "CWT for an address",
            TokenProfile.Cwt,
            () => TestTokens.Emblem() with { Assets = [AssetIdentifier.Parse("[192.0.2.1]")] },
            "domain names only"
        },
        {
            "CWT for a wildcard",
            TokenProfile.Cwt,
            () => TestTokens.Emblem() with { Assets = [AssetIdentifier.Parse("*.society.example")] },
            "domain names only"
        },
        {
            "JWS for what is no asset",
            TokenProfile.Jws,
            () => TestTokens.Emblem() with { Assets = [AssetIdentifier.FromJwsClaim("[x]")] },
            "match nothing"
        },
        { "CWT without purposes", TokenProfile.Cwt, () => TestTokens.Emblem() with { Purposes = null }, "states its purposes" },
        { "CWT with purposes None", TokenProfile.Cwt, () => TestTokens.Emblem() with { Purposes = Purposes.None }, "states its purposes" },
        {
            "CWT with a purpose that does not exist",
            TokenProfile.Cwt,
            () => TestTokens.Emblem() with { Purposes = (Purposes)32 },
            "states its purposes"
        },
        {
            "JWS with a purpose it cannot say",
            TokenProfile.Jws,
            () => TestTokens.Emblem() with { Purposes = Purposes.CivilDefence },
            "protective and indicative only"
        },
        { "CWT with channels", TokenProfile.Cwt, () => TestTokens.Emblem() with { Channels = ["dns"] }, "JWS profile only" },
        { "JWS with an empty channel", TokenProfile.Jws, () => TestTokens.Emblem() with { Channels = [""] }, "is a word" },
        { "endorsement of no key", TokenProfile.Cwt, () => TestTokens.Endorsement(Other) with { EndorsedKey = default }, "names the key" },
        { "endorsement of itself", TokenProfile.Cwt, () => TestTokens.Endorsement(Key.PublicKey), "endorses itself" },
        {
            "endorsement of itself, JWS",
            TokenProfile.Jws,
            () => TestTokens.Endorsement(Key.PublicKey, profile: TokenProfile.Jws),
            "endorses itself"
        },
        {
            "endorsement without subject",
            TokenProfile.Cwt,
            () => TestTokens.Endorsement(Other) with { Subject = null },
            "both be named, or neither"
        },
        {
            "endorsement without issuer",
            TokenProfile.Cwt,
            () => TestTokens.Endorsement(Other) with { Issuer = null },
            "both be named, or neither"
        },
        {
            "CWT endorsement without purposes",
            TokenProfile.Cwt,
            () => TestTokens.Endorsement(Other) with { Constraints = EmblemConstraints.None },
            "purposes it permits"
        },
        {
            "CWT endorsement with a window",
            TokenProfile.Cwt,
            () => TestTokens.Endorsement(Other) with { Constraints = new() { Purposes = Purposes.All, Window = TimeSpan.FromDays(1) } },
            "JWS profile only"
        },
        {
            "JWS endorsement with a broken window",
            TokenProfile.Jws,
            () => TestTokens.Endorsement(Other) with { Constraints = new() { Window = TimeSpan.FromMilliseconds(1500) } },
            "whole number of seconds"
        },
        {
            "JWS endorsement for no asset",
            TokenProfile.Jws,
            () => TestTokens.Endorsement(Other) with { Constraints = new() { Assets = [] } },
            "permits no emblem"
        },
        {
            "endorsement of another without log",
            TokenProfile.Cwt,
            () => TestTokens.Endorsement(Other, TestTokens.Ministry) with { Log = [] },
            "(log)"
        },
        {
            "endorsement of another without end",
            TokenProfile.Cwt,
            () => TestTokens.Endorsement(Other, TestTokens.Ministry, mayEndorse: false),
            "(end)"
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Sign_WhatCouldNeverValidate_IsRefusedAndSaysWhy(string what, TokenProfile profile, Func<EmblemToken> token, string reason)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => profile == TokenProfile.Cwt ? (object)Cwt.Sign(token(), Key) : Jws.Sign(token(), Key));
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }
}
