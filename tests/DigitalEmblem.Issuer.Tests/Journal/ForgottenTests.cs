using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// Names of people beside the journal. When these fail, a person's name stands in lines that nobody can change, or to delete it makes an
/// honest journal look forged, or two people get one handle, or one of them passes for two.
/// </summary>
public class ForgottenTests
{
    private static readonly byte[] Salt = new byte[16], Other = [1, .. new byte[15]];

    [Fact]
    public void Pseudonym_ComesOfSaltAndHandle_AndIsNoHandle()
    {
        string one = PersonName.Of(Salt, "anna");
        Assert.Equal(one, PersonName.Of(Salt, "anna"));
        Assert.NotEqual(one, PersonName.Of(Other, "anna"));
        Assert.NotEqual(one, PersonName.Of(Salt, "hanna"));
        Assert.True(PersonName.IsPseudonym(one));
        Assert.False(Person.IsHandle(one));
        Assert.All(
            new[] { "anna", "p:", one[..^1], one + "0", one.ToUpperInvariant(), "command:access", Pseudonyms.Forgotten },
            t => Assert.False(PersonName.IsPseudonym(t)));

        var name = PersonName.Create("Anna");
        Assert.Equal("anna", name.Handle);
        Assert.True(name.IsTrue);
        Assert.NotEqual(name.Pseudonym, PersonName.Create("anna").Pseudonym);
    }

    [Fact]
    public void ForgottenNames_KnowWhatTheyHold_AndNotInWhichOrderItCame()
    {
        var forgotten = ForgottenNames.Create();
        Assert.False(forgotten.Has("anna"));
        string[] names = ["zoe", "anna", "mike", "anna"];
        Assert.All(names, forgotten.Add);

        Assert.All(names, n => Assert.True(forgotten.Has(n)));
        Assert.False(forgotten.Has("ann"));
        Assert.Equal(3 * 16, forgotten.Digests.Length);
        string[] digests = [.. forgotten.Digests.Chunk(16).Select(Convert.ToHexString)];
        Assert.Equal(digests.Order(StringComparer.Ordinal), digests);
    }

    [Fact]
    public async Task DeclaredMembers_AreThere_AndAreTexts()
    {
        await using IssuerScene scene = await StartAsync();
        await using IssuerContext context = scene.Contexts.Open();
        IEntityType[] types = [.. context.Model.GetEntityTypes()];

        Assert.All(HandleMembers.All, m => Assert.Contains(
            types, t => m.Row.IsAssignableFrom(t.ClrType) && t.FindProperty(m.Member)?.ClrType == typeof(string)));
    }

    /// <summary>A new member that is called like one that holds a handle is declared, or stands here with the reason why not.</summary>
    [Fact]
    public async Task MemberThatIsCalledLikeAHandle_IsDeclared()
    {
        (string, string)[] none =
        [
            ("LeasedBy", "an instance"), ("Observation.EndorsedBy", "authorities"), ("PersonName.Handle", "the name itself"),
        ];
        await using IssuerScene scene = await StartAsync();
        await using IssuerContext context = scene.Contexts.Open();

        string[] undeclared =
        [
            .. context.Model.GetEntityTypes().SelectMany(t => t.GetProperties())
                .Where(p => p.ClrType == typeof(string) && !HandleMembers.Holds(p)
                    && System.Text.RegularExpressions.Regex.IsMatch(
                        p.Name, "(By|Owner|Handle|Actor|ActorName|Approver|Sender|Person|Who)$"))
                .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}").Except(none.Select(n => n.Item1)).Order(),
        ];

        // Lines hold pseudonyms as actors.
        Assert.Equal(["JournalEntry.Actor"], undeclared);
    }

    [Fact]
    public async Task ForgottenPerson_LeavesAJournalThatIsWhole_AndNoTraceOfTheName()
    {
        await using Pair pair = await LivedAsync();
        IssuerScene ministry = pair.Ministry;
        await NamesInLines.CheckAsync(ministry);
        string pseudonym = await ministry.ReadAsync(d => Pseudonyms.OfAsync(d, "Anna", default));
        Assert.Contains(pseudonym, await PseudonymsOfApprovalsAsync(ministry));
        Assert.Contains("anna", await NamesInLines.ReadAsync(ministry, e => e.Action == "application.approved", e => e.Actor));
        var forget = new ForgetPerson(ministry.Store);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => forget.RunAsync("ada", "anna", default)));
        await new EndPerson(ministry.Store).RunAsync("ada", "anna", default);
        Assert.Empty(await FaultsAsync(ministry));
        (long lines, _) = await HeadAsync(ministry);

        Assert.Equal(pseudonym, await forget.RunAsync("ada", "anna", default));

        Assert.Empty(await FaultsAsync(ministry));
        Assert.Equal(lines + 1, (await HeadAsync(ministry)).Sequence);
        Assert.Contains(pseudonym, await NamesInLines.ReadAsync(ministry, e => e.Action == "application.approved", e => e.Actor));
        Assert.Equal([pseudonym], await NamesInLines.ReadAsync(ministry, e => e.Action == ForgetPerson.Word, e => e.Subject));
        Assert.Empty(await CellsAsync(ministry, "anna"));
        Assert.Empty(await CellsAsync(ministry, "Anna Smith"));
        Assert.Empty(await CellsAsync(ministry, "anna@ministry"));
        Assert.NotEmpty(await CellsAsync(ministry, pseudonym));
        var list = new ListPeople(ministry.Store, ministry.MayApprove, ministry.Clock);
        Assert.NotNull((await list.OfAsync(pseudonym, default)).Person.EndedAt);
        Assert.Equal(Refusal.NotFound, await RefusedAsync(() => forget.RunAsync("ada", "anna", default)));
    }

    /// <summary>When this fails, programs that read notices fail, or sentences have a number in the place of a word.</summary>
    [Fact]
    public void HandleThatIsAWord_IsReplacedWhereItIsAPerson()
    {
        var kind = new ForgottenHandle("kind", "p:00");
        const string Before =
            """{"id":"kind","raised":[{"kind":"kind","subject":"kind","text":"kind was Officer (by mankind, kind.of)."}]}""";
        const string After =
            """{"id":"kind","raised":[{"kind":"kind","subject":"p:00","text":"p:00 was Officer (by mankind, kind.of)."}]}""";
        Assert.Equal(After, kind.InJson(Before));
        Assert.Equal(
            "A kind of key of p:00, and of zoe, p:00; a kind text",
            kind.InSentence(Sentence.Of($"A kind of key of {"kind"}, and of {"zoe, kind"}; {"a kind text"}")).ToString());
        Assert.Equal("p:00 was here, and unkind.", kind.InText("kind was here, and unkind."));
    }

    [Fact]
    public async Task ForgottenHandleAndSubject_AreNotGivenAgain_AndOthersAre()
    {
        await using Pair pair = await LivedAsync();
        IssuerStore store = pair.Ministry.Store;
        await new EndPerson(store).RunAsync("ada", "anna", default);
        await new ForgetPerson(store).RunAsync("ada", "anna", default);

        Assert.Equal(Refusal.AlreadyThere, await RefusedAsync(() => new AddPerson(store).RunAsync("ada", "Anna", null, default)));
        Assert.Equal(
            Refusal.AlreadyThere,
            await RefusedAsync(() => new InvitePerson(store).RunAsync("ada", "anna", AccessRoles.Officer, null, default)));
        Assert.Equal(
            Refusal.AlreadyThere,
            await RefusedAsync(() => new GiveAccess(store).RunAsync("ada", "anna", AccessRoles.Officer, null, default)));
        await new AddPerson(store).RunAsync("ada", "hanna", null, default);
        Assert.Equal(
            Refusal.AlreadyThere, await RefusedAsync(() => new BindSubject(store).RunAsync("ada", "hanna", "anna@ministry", default)));
        await new BindSubject(store).RunAsync("ada", "hanna", "hanna@ministry", default);
        Assert.Empty(await FaultsAsync(pair.Ministry));
    }

    [Fact]
    public async Task InvitedWhoNeverCame_CanBeForgotten_OnceTheLinkIsOver()
    {
        await using IssuerScene scene = await StartAsync();
        await new InvitePerson(scene.Store).RunAsync("ada", "ivan", AccessRoles.Officer, "Ivan Petrov", default);
        var forget = new ForgetPerson(scene.Store);
        Assert.Equal(Refusal.WrongState, await RefusedAsync(() => forget.RunAsync("ada", "ivan", default)));
        scene.Clock.Now += Invitation.Lifetime;

        await forget.RunAsync("ada", "ivan", default);

        Assert.Empty(await CellsAsync(scene, "ivan"));
        Assert.Empty(await CellsAsync(scene, "Ivan Petrov"));
        Assert.Empty(await FaultsAsync(scene));
        Assert.Equal(
            Refusal.AlreadyThere,
            await RefusedAsync(() => new InvitePerson(scene.Store).RunAsync("ada", "ivan", AccessRoles.Officer, null, default)));
    }

    /// <summary>Each is done to the database by hand, after anna was forgotten; the first fault says so.</summary>
    [Theory]
    [InlineData("""UPDATE person_names SET "Handle" = 'eve' WHERE "Handle" = 'ben'""", "person_names eve: it does not fit p:")]
    [InlineData("""UPDATE person_names SET "Pseudonym" = 'p:00' WHERE "Handle" = 'ben'""", "person_names ben: it does not fit p:00")]
    [InlineData("""DELETE FROM person_names WHERE "Handle" = 'ben'""", "by the journal, and \"ben\" in the row")]
    [InlineData(
        """UPDATE persons SET "Handle" = 'eve' WHERE "Handle" = 'ben'""", "Handle is \"ben\" by the journal, and \"eve\" in the row")]
    [InlineData(
        """UPDATE persons SET "Handle" = (SELECT "Pseudonym" FROM person_names WHERE "Handle" = 'ben') WHERE "Handle" = 'ben'""",
        "with no line that forgets it")]
    [InlineData(
        """UPDATE approvals SET "Approver" = (SELECT "Pseudonym" FROM person_names WHERE "Handle" = 'ben') WHERE "Approver" = 'ben'""",
        "with no line that forgets it: no line of the journal made this row")]
    [InlineData(
        """UPDATE persons SET "Handle" = 'anna' WHERE "Handle" LIKE 'p:%'""", "by the journal, and \"anna\" in the row")]
    public async Task NameForgedBySql_IsFound(string sql, string says)
    {
        await using Pair pair = await LivedAsync();
        IssuerScene ministry = pair.Ministry;
        await new EndPerson(ministry.Store).RunAsync("ada", "anna", default);
        await new ForgetPerson(ministry.Store).RunAsync("ada", "anna", default);
        await using IssuerContext context = ministry.Contexts.Open();
        await using IDbContextTransaction forged = await context.Database.BeginTransactionAsync();

        Assert.True(await context.Database.ExecuteSqlRawAsync(sql) > 0);

        IReadOnlyList<string> faults = (await JournalAudit.RunAsync(context, null, default)).Faults;
        Assert.Contains(faults, f => f.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TwoPeopleWhoseNamesWereExchangedBySql_AreFound()
    {
        await using Pair pair = await LivedAsync();
        await using IssuerContext context = pair.Ministry.Contexts.Open();
        await using IDbContextTransaction forged = await context.Database.BeginTransactionAsync();
        foreach (string sql in new[]
        {
            """UPDATE persons SET "Handle" = {0} WHERE "Handle" = {1}""",
            """UPDATE person_names SET "Handle" = {0} WHERE "Handle" = {1}""",
        })
        {
            foreach ((string from, string to) in new[] { ("anna", "x"), ("ben", "anna"), ("x", "ben") })
            {
                await context.Database.ExecuteSqlRawAsync(sql, to, from);
            }

            Assert.NotEmpty((await JournalAudit.RunAsync(context, null, default)).Faults);
        }
    }

    [Fact]
    public async Task NamePutBackFromAnOldCopy_IsFound()
    {
        await using Pair pair = await LivedAsync();
        IssuerScene ministry = pair.Ministry;
        PersonName name = await ministry.ReadAsync(d => d.PersonNames.SingleAsync(n => n.Handle == "anna"));
        await new EndPerson(ministry.Store).RunAsync("ada", "anna", default);
        await new ForgetPerson(ministry.Store).RunAsync("ada", "anna", default);
        await using IssuerContext context = ministry.Contexts.Open();
        context.Add(name);
        await context.SaveChangesAsync();

        Assert.StartsWith("person_names anna: a line forgets this name", (await FaultsAsync(ministry))[0], StringComparison.Ordinal);
    }

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    private protected virtual Task<Pair> StartPairAsync() => Pair.StartAsync();

    /// <summary>A ministry where anna has acted in each way in which her handle comes into rows, with ben beside her.</summary>
    private async Task<Pair> LivedAsync()
    {
        Pair pair = await StartPairAsync();
        IssuerScene ministry = pair.Ministry;
        await new GiveAccess(ministry.Store).RunAsync("operator", "ada", AccessRoles.Administrator, null, default);
        foreach (string approver in new[] { "anna", "ben" })
        {
            await new GiveAccess(ministry.Store).RunAsync("ada", approver, AccessRoles.Approver, null, default);
        }

        await new NamePerson(ministry.Store).RunAsync("ada", "anna", "Anna Smith", default);
        await new BindSubject(ministry.Store).RunAsync("ada", "anna", "anna@ministry", default);
        var people = new Members(ministry);
        await people.JoinAsync("anna", AccessRoles.Approver);
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        await new RevokeEndorsement(ministry.Store, ministry.MayApprove).RunAsync("anna", given.Id, null, "the other side asked", default);
        await people.ChangeRoles.RunAsync("ada", "ben", AccessRoles.Approver, null, default);
        await ministry.SuspendKey.RunAsync("anna", (await ministry.InUseAsync(KeyUse.Root)).Id, null, "looks odd", default);
        Assert.NotEmpty(await ministry.ReadAsync(d => d.Alerts.ToListAsync()));
        return pair;
    }

    private static async Task<string[]> PseudonymsOfApprovalsAsync(IssuerScene scene) =>
        [.. (await scene.ReadAsync(d => d.Journal.Where(e => e.Action == "application.approved").Select(e => e.Actor).ToListAsync()))
            .Distinct()];

    private static async Task<(long Sequence, byte[] Hash)> HeadAsync(IssuerScene scene)
    {
        JournalHead head = await scene.ReadAsync(d => d.Heads.SingleAsync());
        return (head.Sequence, head.Hash);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IssuerScene scene) =>
        (await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults;

    private static async Task<Refusal> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act)).Refusal;

    /// <summary>Every member of every row that has a text, alone or as a word, except what people wrote as a reason.</summary>
    private static Task<List<string>> CellsAsync(IssuerScene scene, string text) => scene.ReadAsync(async d =>
    {
        var cells = new List<string>();
        foreach (IEntityType type in d.Model.GetEntityTypes().Where(t => !t.IsOwned()))
        {
            await foreach (object row in d.Every(type.ClrType))
            {
                IEnumerable<(object Row, IEntityType Type)> rows = type.GetNavigations()
                    .Where(n => n is { IsCollection: true, TargetEntityType: var t } && t.IsOwned())
                    .SelectMany(n => ((System.Collections.IEnumerable)n.PropertyInfo!.GetValue(row)!).Cast<object>()
                        .Select(o => (o, n.TargetEntityType)))
                    .Prepend((row, type));
                cells.AddRange(rows.SelectMany(r => r.Type.GetProperties().Where(p => !p.IsShadowProperty())
                    .Where(p => p.Name != nameof(GivenEndorsement.RevocationReason) && p.Name != nameof(JournalEntry.Details))
                    .Where(p => p.PropertyInfo!.GetValue(r.Row) is string or Sentence
                        && System.Text.RegularExpressions.Regex.IsMatch($"{p.PropertyInfo.GetValue(r.Row)}", $@"(?<![\w]){text}(?!\w)"))
                    .Select(p => $"{r.Type.GetTableName()}.{p.Name}")));
            }
        }

        return cells;
    });
}
