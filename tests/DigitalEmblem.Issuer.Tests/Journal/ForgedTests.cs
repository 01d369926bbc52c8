using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// A database that someone changes by SQL, leaving the journal alone. When these fail, a made-up administrator, a mark that no officer set
/// or an approval that no person gave passes for what was decided.
/// </summary>
public class ForgedTests
{
    private const string Made = "AAAAAAAA-0000-7000-8000-000000000001", NoLine = "no line of the journal made this row";

    /// <summary>What is done, and what the first fault says.</summary>
    private static readonly (string Sql, string[] Says)[] OfSociety =
    [
        (
            $"INSERT INTO api_keys (Id, PersonId, Hash, Roles, CreatedAt, IsProposed, Version) "
                + $"SELECT '{Made}', PersonId, randomblob(32), 1, CreatedAt, 0, Version FROM api_keys LIMIT 1",
            ["api_keys aaaaaaaa-0000-7000-8000-000000000001: " + NoLine]),
        (
            "UPDATE api_keys SET Roles = 1 WHERE Roles = 2",
            ["api_keys ", "Roles is \"Officer\" by the journal, and \"Administrator\" in the row"]),
        ("UPDATE api_keys SET RevokedAt = NULL", ["api_keys ", "RevokedAt is 1", "and null in the row"]),
        ("UPDATE api_keys SET Hash = randomblob(32) WHERE Roles = 2", ["api_keys ", "Hash is "]),
        (
            "INSERT INTO persons (Id, Handle, Roles, CreatedAt, Version) "
                + $"SELECT '{Made}', 'eve', 0, CreatedAt, Version FROM persons LIMIT 1",
            ["persons ", "(\"eve\")", NoLine]),
        (
            "UPDATE subjects SET PersonId = (SELECT Id FROM persons WHERE Handle = 'otto')",
            ["subjects ", "PersonId is "]),
        ("UPDATE subjects SET Subject = 'auth0|eve'", ["subjects ", "Subject is \"sha256:"]),
        ("UPDATE persons SET Roles = 1 WHERE Handle = 'olga'", ["persons ", "(\"olga\")", "Roles is \"Officer\" by the journal"]),
        ("UPDATE persons SET ApproverSince = 0 WHERE Handle = 'ada'", ["persons ", "(\"ada\")", "ApproverSince is "]),
        ("UPDATE credentials SET PublicKey = randomblob(77) WHERE Kind = 0", ["credentials ", "PublicKey is \"sha256:"]),
        ("UPDATE credentials SET PasswordHash = 'x' WHERE Kind = 1", ["credentials ", "PasswordHash is \"sha256:"]),
        ("UPDATE credentials SET LastStep = 0 WHERE Kind = 1", ["credentials ", "LastStep is "]),
        ("UPDATE sessions SET Hash = randomblob(32)", ["sessions ", "Hash is \"sha256:"]),
        ("UPDATE sessions SET EndedAt = NULL", ["sessions ", "EndedAt is ", "and null in the row"]),
        ("UPDATE sessions SET ProviderRoles = 1", ["sessions ", "ProviderRoles is null by the journal"]),
        ("UPDATE invitations SET Hash = randomblob(32) WHERE Handle = 'petra'", ["invitations ", "Hash is \"sha256:"]),
        ("UPDATE invitations SET Roles = 1 WHERE Handle = 'petra'", ["invitations ", "Roles is \"Officer\" by the journal"]),
        (
            "UPDATE assets SET State = 1 WHERE Name = 'listed.society.example'",
            ["assets ", "(\"listed.society.example\")", "State is \"Listed\" by the journal, and \"Marked\" in the row"]),
        (
            "UPDATE assets SET Purposes = 31 WHERE Name = 'www.society.example'",
            ["assets ", "(\"www.society.example\")", "Purposes is \"Protective\" by the journal"]),
        (
            "UPDATE assets SET State = 1 WHERE Name = 'gone.society.example'",
            ["assets ", "(\"gone.society.example\")", "State is \"Withdrawn\" by the journal, and \"Marked\" in the row"]),
        ("UPDATE assets SET DeclaredUntil = DeclaredUntil + 1000000000000", ["assets ", "DeclaredUntil is "]),
        ("DELETE FROM assets WHERE Name = 'gone.society.example'", ["assets ", "(\"gone.society.example\")", "the row is gone"]),
        (
            "UPDATE endorsements SET State = 0 WHERE State = 1",
            ["endorsements ", "State is \"Superseded\" by the journal, and \"Current\" in the row"]),
        (
            "UPDATE targets SET Server = '198.51.100.66:53'",
            ["targets ", "(\"society.example\")", "Server is \"127.0.0.1:9\" by the journal"]),
        ("UPDATE emblems SET Token = x'0102'", ["emblems ", "Token is \"sha256:", "and \"0102\" in the row"]),
        ("UPDATE emblems SET SetDigest = randomblob(32)", ["emblems ", "SetDigest is "]),
        ("UPDATE chains SET Items = randomblob(500)", ["chains ", "Items is \"sha256:"]),
        ("UPDATE publications SET Wanted = 1 - Wanted", ["publications ", "Wanted is "]),
        ("UPDATE keys SET State = 1 WHERE State = 3", ["keys ", "State is \"Compromised\" by the journal, and \"Active\" in the row"]),
        ("UPDATE keys SET PublicKey = randomblob(80) WHERE State = 1", ["keys ", "PublicKey is "]),
        ("UPDATE commitments SET LogJson = '[]'", ["commitments ", "LogJson is "]),
        ("DELETE FROM compromises", ["compromises ", "the row is gone"]),
        ("UPDATE organizations SET Name = 'Another'", ["organizations ", "Name is "]),
        ("UPDATE assets SET Name = 'not a name' WHERE Name = 'gone.society.example'", ["assets: a row cannot be read"]),
    ];

    private static readonly (string Sql, string[] Says)[] OfMinistry =
    [
        ("UPDATE organizations SET FirstApprovalAt = NULL", ["organizations ", "FirstApprovalAt is "]),
        ("UPDATE api_keys SET IsProposed = 0", ["api_keys ", "IsProposed is "]),
        ("UPDATE access_proposals SET State = 1", ["access_proposals ", "State is \"Open\" by the journal"]),
        (
            "INSERT INTO approvals (ApplicationId, Approver, At, BeforeWait) "
                + "SELECT ApplicationId, 'eve', At, 0 FROM approvals WHERE Approver = 'anna'",
            ["approvals ", "/eve: " + NoLine]),
        (
            "UPDATE applications SET State = 1 WHERE State = 0",
            ["applications ", "State is \"Received\" by the journal, and \"Approved\" in the row"]),
        ("UPDATE sendings SET Sender = 'eve'", ["sendings ", "/eve: " + NoLine]),
        ("UPDATE register SET Token = x'0102'", ["register ", "(\"https://society.example\")", "Token is \"sha256:"]),
        ("UPDATE register SET LapsingSince = NULL", ["register ", "LapsingSince is "]),
    ];

    [Fact]
    public async Task RowChangedBySql_IsNamed()
    {
        await using Pair pair = await LivedAsync();
        await NamesInLines.CheckAsync(pair.Society);
        await NamesInLines.CheckAsync(pair.Ministry);

        await ForgeAsync(pair.Society, OfSociety);
        await ForgeAsync(pair.Ministry, OfMinistry);
    }

    [Fact]
    public async Task ManyForgedRows_AreCountedUpToABound()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) "
                + "INSERT INTO persons (Id, Handle, Roles, CreatedAt, Version) "
                + $"SELECT printf('AAAAAAAA-0000-7000-8000-%012d', i), 'eve' || i, 0, 0, '{Made}' FROM n"));

        JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));

        Assert.Equal(JournalAudit.MostFaults, audit.Faults.Count);
    }

    /// <summary>A society and a ministry with something in each table.</summary>
    private static async Task<Pair> LivedAsync()
    {
        Pair pair = await Pair.StartAsync();
        IssuerScene society = pair.Society;
        await new GiveAccess(society.Store).RunAsync("operator", "otto", AccessRoles.Officer, null, default);
        (ApiKey key, _) = await new GiveAccess(society.Store).RunAsync("operator", "ada", AccessRoles.Administrator, null, default);
        await new RevokeAccess(society.Store).RunAsync(Actor.OfCommand("access"), key.Id, null, default);
        await new BindSubject(society.Store).RunAsync("operator", "ada", "auth0|42", default);
        var people = new Members(society);
        await people.JoinAsync("olga", AccessRoles.Officer);
        await new AddCredential(society.Store).RunAsync("olga", people.NewPassword("olga"), default);
        await people.EndSessions.OfPersonAsync("olga", "olga", null, default);
        await people.Invite.RunAsync("operator", "petra", AccessRoles.Officer, null, default);
        await new SetTarget(society.Store, new PublishingOptions { Unsigned = ["127.0.0.1:9"] }).AddAsync(
            "administrator", TargetKind.DnsUpdate, DomainName.Parse("society.example"), "127.0.0.1:9", null, 300, default);
        await society.ListedAsync("listed.society.example");
        await society.MarkedAsync("www.society.example");
        await society.WithdrawAssets.RunAsync("otto", [(await society.MarkedAsync("gone.society.example")).Id], default);
        await society.IssueEmblems.RunAsync(default);
        OrganizationKey lost = await society.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        await society.CompromisedAsync(lost.Id);
        society.Clock.Now += TimeSpan.FromHours(1);
        await society.EndorseKey.RunAsync(
            "administrator", (await society.InUseAsync(KeyUse.Emblem)).Id, Purposes.Protective | Purposes.Indicative, default);

        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        await new LetEndorsementLapse(pair.Ministry.Store).RunAsync("anna", given.Id, null, default);
        await new GiveAccess(pair.Ministry.Store).RunAsync("operator", "eve", AccessRoles.Approver, null, default);
        Application open = await pair.AskAsync(Purposes.Indicative);
        await pair.Ministry.DecideApplication.ApproveAsync("anna", open.Id, null, Purposes.Indicative, TimeSpan.FromDays(60), default);
        return pair;
    }

    /// <summary>Does each within a transaction of its own, which is rolled back.</summary>
    private static async Task ForgeAsync(IssuerScene scene, (string Sql, string[] Says)[] forgeries)
    {
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
        await using IssuerContext context = scene.Contexts.Open();
        foreach ((string sql, string[] says) in forgeries)
        {
            await using IDbContextTransaction forged = await context.Database.BeginTransactionAsync();
            int rows = await context.Database.ExecuteSqlRawAsync(sql);

            JournalAuditResult audit = await JournalAudit.RunAsync(context, null, default);

            Assert.True(rows > 0, sql);
            string first = audit.Faults.Count > 0 ? audit.Faults[0] : "";
            Assert.All(says, s => Assert.True(first.Contains(s, StringComparison.Ordinal), $"{sql}\n{first}"));
        }
    }
}
