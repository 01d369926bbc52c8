using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// An exported file that someone altered on the way. If one fails, a single changed byte makes the command fall over,
/// or proves what was never committed to.
/// </summary>
public sealed class HostileRecordsTests : IAsyncLifetime
{
    private readonly List<(byte[] Document, TransparencyTrust Trust, CommitmentRecord Record)> _exports = [];

    public async Task InitializeAsync()
    {
        foreach (LogKind kind in Enum.GetValues<LogKind>())
        {
            foreach (string[] how in (string[][])[["--chain", "@fullchain.pem"], ["--online"]])
            {
                await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
                society.Done(["roots", "add", "@bundle", .. how]);
                society.Command.Done("roots", "export", "--out", "@roots.json");
                byte[] document = File.ReadAllBytes(society.Command.PathOf("roots.json"));
                var trust = new TransparencyTrust
                {
                    Logs = LogList.Read(File.ReadAllBytes(society.Command.PathOf("log_list.json"))),
                    Roots = society.Authority.Roots
                };
                _exports.Add((document, trust, CommitmentRecord.ReadJson(document).Single()));
            }
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void ReadJson_WhatWasWritten_IsProvenAndWrittenAlikeAgain() => Assert.All(_exports, e =>
    {
        Assert.Equal(CommitmentOutcome.Proven, e.Record.Verify(e.Trust, CommitmentRules.Default, LogScene.Now).Outcome);
        Assert.Equal(e.Document, CommitmentRecord.WriteJson([e.Record]));
    });

    /// <summary>
    /// What a lying log or file may put above the certificate: in the issuer's place it leaves the commitment open, in
    /// the root's place it does no harm.
    /// </summary>
    [Fact]
    public void Verify_SomethingInTheChainThatIsNoCertificate_IsAFailedCheckAndNoException()
    {
        ReadOnlyMemory<byte> garbage = new byte[] { 0x30, 0x03, 0x02, 0x01, 0x00 };
        (CommitmentRecord record, TransparencyTrust trust) = _exports.Where(e => e.Record.Material.Logged.Count > 0)
            .Select(e => (e.Record, e.Trust)).First();
        LoggedEntry logged = record.Material.Logged.Single();
        CommitmentOutcome Judge(int place)
        {
            var altered = new LoggedEntry(
                logged.Entry,
                logged.Index,
                logged.Leaf,
                [.. logged.Chain.Take(place), garbage, .. logged.Chain.Skip(place + 1)],
                logged.Head,
                logged.Proof);
            return (record with { Material = CommitmentMaterial.Of([], [altered]) })
                .Verify(trust, CommitmentRules.Default, LogScene.Now).Outcome;
        }

        Assert.Equal(
            [CommitmentOutcome.Unavailable, CommitmentOutcome.Unavailable, CommitmentOutcome.Proven], [Judge(0), Judge(1), Judge(2)]);
    }

    [Property(MaxTest = 1500)]
    public void ReadJson_OneByteAltered_IsRefusedOrProvesNothingElse(NonNegativeInt position, byte value)
    {
        foreach ((byte[] document, TransparencyTrust trust, CommitmentRecord record) in _exports)
        {
            byte[] altered = [.. document];
            // Spread over the document, whatever sizes the generator favours.
            altered[(int)((ulong)position.Get * 2654435761ul % (ulong)altered.Length)] = value;
            JudgeAltered(altered, trust, record);
        }
    }

    [Property(MaxTest = 300)]
    public void ReadJson_CutOff_IsRefused(NonNegativeInt position)
    {
        foreach ((byte[] document, _, _) in _exports)
        {
            // The final newline is no part of the document.
            int length = (int)((ulong)position.Get * 2654435761ul % (ulong)(document.Length - 1));
            Assert.Throws<TokenFormatException>(() => CommitmentRecord.ReadJson(document.AsMemory(0, length)));
        }
    }

    private static void JudgeAltered(byte[] altered, TransparencyTrust trust, CommitmentRecord record)
    {
        IReadOnlyList<CommitmentRecord> read;
        try
        {
            read = CommitmentRecord.ReadJson(altered);
        }
        catch (TokenFormatException)
        {
            return;
        }

        Assert.All(read, r => Assert.True(
            r.Verify(trust, CommitmentRules.Default, LogScene.Now).Outcome != CommitmentOutcome.Proven
                || (r.Claim.Organization, r.Claim.Key.CoseIdentifier) == (record.Claim.Organization, record.Claim.Key.CoseIdentifier)));
    }
}
