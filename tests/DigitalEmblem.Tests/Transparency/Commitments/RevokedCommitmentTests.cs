using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// A commitment whose certificate was revoked. If it still counts, anyone who took a key or a domain once keeps the organization's name.
/// Its issuer and log are made here: those of the corpora revoke nothing.
/// </summary>
public class RevokedCommitmentTests
{
    private static readonly DateTimeOffset At = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Issuer Root = Issuer.Root("Root");
    private static readonly Issuer Middle = Root.Under("Middle");
    private static readonly VerificationKey Key = TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey;
    private static readonly byte[] Certificate = Middle.Issue([.. BindingNames.Wanted(TestTokens.Society, Key.CoseIdentifier)]);

    [Fact]
    public void Verify_EachThingAListCanSay_DecidesAsItShould()
    {
        DateTimeOffset before = At.AddDays(-1), after = At.AddDays(1);
        byte[] middlesOwn = Middle.Der.ToArray();
        (string What, byte[][] Lists, CommitmentOutcome Lenient, CommitmentOutcome Checked)[] cases =
        [
            ("no list", [], CommitmentOutcome.Proven, CommitmentOutcome.Unavailable),
            ("not in it", [Middle.Revoke(before, after)], CommitmentOutcome.Proven, CommitmentOutcome.Proven),
            ("in it", [Middle.Revoke(before, after, (Certificate, before))], CommitmentOutcome.Refuted, CommitmentOutcome.Refuted),
            (
                "in one of two",
                [Middle.Revoke(before, after), Middle.Revoke(before, after, (Certificate, before))],
                CommitmentOutcome.Refuted,
                CommitmentOutcome.Refuted),
            ("in it later", [Middle.Revoke(before, after, (Certificate, after))], CommitmentOutcome.Proven, CommitmentOutcome.Proven),
            (
                "in an expired one",
                [Middle.Revoke(before.AddDays(-9), before, (Certificate, before.AddDays(-9)))],
                CommitmentOutcome.Refuted,
                CommitmentOutcome.Refuted),
            ("not in an expired one", [Middle.Revoke(before.AddDays(-9), before)], CommitmentOutcome.Proven, CommitmentOutcome.Unavailable),
            (
                "in a forged one",
                [Issuer.Root("Middle").Revoke(before, after, (Certificate, before))],
                CommitmentOutcome.Proven,
                CommitmentOutcome.Unavailable),
            (
                "in the root's, which is not its issuer",
                [Root.Revoke(before, after, (Certificate, before))],
                CommitmentOutcome.Proven,
                CommitmentOutcome.Unavailable),
            // Another way to a root may hold: open, whatever the order in which the chain came.
            (
                "its issuer in the root's",
                [Root.Revoke(before, after, (middlesOwn, before)), Middle.Revoke(before, after)],
                CommitmentOutcome.Unavailable,
                CommitmentOutcome.Unavailable),
            (
                "on hold",
                [Middle.RevokeFor(X509RevocationReason.CertificateHold, before, after, (Certificate, before))],
                CommitmentOutcome.Unavailable,
                CommitmentOutcome.Unavailable),
            (
                "on hold, and no more in a later list",
                [
                    Middle.Revoke(before.AddHours(1), after),
                    Middle.RevokeFor(X509RevocationReason.CertificateHold, before, after, (Certificate, before))],
                CommitmentOutcome.Proven,
                CommitmentOutcome.Proven),
        ];
        foreach ((string what, byte[][] lists, CommitmentOutcome lenient, CommitmentOutcome strict) in cases)
        {
            Assert.Equal(
                (what, lenient, strict), (what, Verify(lists, checkedToo: false).Outcome, Verify(lists, checkedToo: true).Outcome));
        }
    }

    [Fact]
    public void Verify_RevocationWasCheckedOrNot_IsAFindingOnlyIfItWasNot()
    {
        Assert.Contains(Verify([], false).Findings, f => f.Code == FindingCode.RevocationNotChecked);
        Assert.DoesNotContain(
            Verify([Middle.Revoke(At.AddDays(-1), At.AddDays(1))], false).Findings, f => f.Code == FindingCode.RevocationNotChecked);
    }

    private static CommitmentEvidence Verify(byte[][] lists, bool checkedToo)
    {
        using var logKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] spki = logKey.ExportSubjectPublicKeyInfo();

        // A tree of one leaf: its root is the leaf's hash, and nothing stands beside the way.
        ulong logged = (ulong)At.AddMonths(-1).ToUnixTimeMilliseconds();
        var leaf = LogLeaf.OfCertificate(logged, Certificate, []);
        var unsigned = new SignedTreeHead(1, logged, leaf.Hash, ReadOnlyMemory<byte>.Empty);
        byte[] signature = logKey.SignData(unsigned.SignedBytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        SignedTreeHead head = unsigned with { Signature = new TlsWriter().UInt8(4).UInt8(3).Opaque16(signature).ToArray() };
        var entry = CommitmentEntry.InV1Log(Sha256Digest.Of(spki), leaf.Hash);
        var trust = new TransparencyTrust
        {
            Logs = ListOf(spki),
            Roots = Root.AsRoot(),
            RevocationLists = [.. lists.SelectMany(list => RevocationList.Read(list))],
        };
        return HeldEvidence.Of(CommitmentMaterial.Of([], [new LoggedEntry(entry, 0, leaf, [Certificate, Middle.Der], head, [])]), trust)
            .ForCommitment(
                new CommitmentClaim(TestTokens.Society, Key, [entry]), new CommitmentRules { RevocationChecked = checkedToo }, At);
    }

    private static LogList ListOf(byte[] spki) => LogList.Read(JsonSerializer.SerializeToUtf8Bytes(new
    {
        log_list_timestamp = "2026-11-30T00:00:00Z",
        operators = new[]
        {
            new
            {
                name = "an operator",
                logs = new[] { new
                {
                    key = Convert.ToBase64String(spki),
                    log_id = Convert.ToBase64String(SHA256.HashData(spki)),
                    state = new { usable = new { timestamp = "2026-01-01T00:00:00Z" } }
                } },
            },
        },
    }));
}
